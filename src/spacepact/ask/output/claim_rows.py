"""Print rows that come from claims for people: grouped, with the sentence, stance, holder, time and place of each."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from pyoxigraph import Literal
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from spacepact.ask.evidence import Evidence
from spacepact.ask.execute import Table
from spacepact.ask.output.evidence_text import MARKS, details, places, stance_of, summary
from spacepact.ask.output.formats import display
from spacepact.graph import Row, Term, text_of
from spacepact.rdf import visible
from spacepact.terms import curie

_WIDTH = 100  # characters, if the width of the terminal is unknown
_LONGEST_STANCE = 16
# The colours of stances by family: done, agreed or pledged, denied; planned or hoped are all others.
_COLOURS = {"asserted": "green", "agreed": "cyan", "pledged": "cyan"}
_COLOURS |= {"denied": "red", "declined": "red", "not taken": "red", "asked": ""}
_PLANNED_OR_HOPED = "yellow"
_SUMMARIZED = ("sentence", "stance", "lacks", "holder", "speaker", "relay", "time", "wording", *MARKS)
# Columns whose content the sentence of the claim says, or the line below it.
_SAID = {"sentence", "relation", "value", "time", "wording", "voice", "holder", "basis", "aspect", "resolved_against"}


def rows_text(
    answer: Table,
    label: Mapping[str, str],
    cited: Mapping[str, Evidence],
    claims: Sequence[str],
    with_details: bool = False,
) -> str:
    """Return the rows grouped under their first column, each claim once in a group.

    The cells that the claim does not state follow its sentence. *with_details* adds all details of a claim. The width
    is that of the terminal, and colours are used only there, and not if ``NO_COLOR`` is set.
    """
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    out = io.StringIO()
    width = shutil.get_terminal_size((_WIDTH, 24)).columns
    console = Console(
        file=out,
        width=width,
        highlight=False,
        force_terminal=coloured,
        color_system="auto" if coloured else None,
    )
    stances = [stance_of(item) for item in cited.values()]
    stance_width = min(max(map(len, stances), default=0), _LONGEST_STANCE)
    for _, group in groupby(answer.rows, key=lambda row: text_of(row.get(answer.columns[0]))):
        rows = list(group)
        name = _heading(answer.columns[0], rows[0].get(answer.columns[0]), label)
        console.print(Text(visible(name), style="bold"))
        grid = Grid.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=stance_width)
        grid.add_column()
        for stance, lines in _entries(answer, name, rows, claims, label, cited, with_details):
            room = width - stance_width - 6
            lines = [visible(line) for line in lines]
            text = Text("  ".join(lines)) if len("  ".join(lines)) <= room else Text("\n".join(lines))
            text.stylize("dim", len(lines[0]))
            grid.add_row(Text(visible(stance), style=_COLOURS.get(stance.partition(" (")[0], _PLANNED_OR_HOPED)), text)
        console.print(Padding(grid, (0, 0, 0, 2)))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _heading(column: str, term: Term | None, label: Mapping[str, str]) -> str:
    if term is None:
        return f"no {column}"
    return f"{column}: {term.value}" if isinstance(term, Literal) else display(term, label)


def _entries(
    answer: Table,
    heading: str,
    rows: Iterable[Row],
    claims: Sequence[str],
    label: Mapping[str, str],
    cited: Mapping[str, Evidence],
    with_details: bool,
) -> Iterator[tuple[str, list[str]]]:
    """Yield the stance and the lines of each claim; the first line is its sentence."""
    cells: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        key = tuple(text_of(row.get(column)) for column in claims)
        text = _cells_not_stated(answer, row, claims, label, [cited[claim] for claim in key if claim in cited])
        cells.setdefault(key, [])
        cells[key] += [text] if text and text not in cells[key] else []
    for key, added_lines in cells.items():
        items = [cited[claim] for claim in dict.fromkeys(key) if claim in cited]
        if not items:
            yield "", added_lines or ["no claim"]
        for item in items:
            added = added_lines if item is items[-1] else []
            known = [heading, *(f"contradicted by: {curie(other.claim)}" for other in items)]
            where = " ".join([*filter(None, [places(item.passages)]), f"({curie(item.claim)})"])
            short = " · ".join([*summary(item, known), *(added if len(added) == 1 else []), where])
            lines = [item.fields.get("sentence", ""), short, *(added if len(added) > 1 else [])]
            yield stance_of(item), [*lines, "; ".join(details(item, _SUMMARIZED))] if with_details else lines


def _cells_not_stated(
    answer: Table, row: Row, claims: Sequence[str], label: Mapping[str, str], items: Sequence[Evidence]
) -> str:
    """Return the cells of a row that its claims do not state, each with the name of its column.

    A stage that is only hoped for is not reached: the name of its column has the stance.
    """
    stance = stance_of(items[0]) if items else "asserted"
    qualifier = "" if stance == "asserted" else f" ({stance})"
    stated = {value for item in items for value in item.values}
    stated |= {iri for item in items for p in (*item.passages, *item.context) for iri in (p.iri, p.document_iri)}
    return "; ".join(
        f"{column.replace('_', ' ')}{qualifier if column == 'stage' else ''}: {display(row[column], label)}"
        for column in answer.columns[1:]
        if column in row
        and column not in claims
        and not column.endswith("sentence")
        and not (items and (column in _SAID or text_of(row[column]) in stated))
    )
