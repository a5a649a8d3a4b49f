"""Format answers as the command line shows them: output format, labels, table and evidence."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from spacepact.ask import formats
from spacepact.ask.execute import Answer, Boolean, Table, Triples
from spacepact.errors import BadInput
from spacepact.graph import QueryableStore, Term, labels, text_of
from spacepact.rdf import GRAPHS, graph_text
from spacepact.terms import curie

if TYPE_CHECKING:
    from spacepact.ask.evidence import CitedPassage, Evidence

FORMATS = ("table", *formats.TABLES, *GRAPHS)


def format_answer(
    answer: Answer,
    form: str | None,
    store: QueryableStore,
    evidence: bool = False,
    labelled: bool | None = None,
) -> str:
    """Return the answer in one of FORMATS; by default a table on a terminal, else CSV (for triples, Turtle).

    *evidence* adds the evidence for the claim of each row. *labelled* replaces IRIs with labels; by default only a
    table does. Raises BadInput if the format does not fit the answer.
    """
    if isinstance(answer, Triples):
        form = form or "ttl"
        _require(form, GRAPHS, "a graph")
        return graph_text(answer.triples, form)
    if isinstance(answer, Boolean):
        _require(form or "csv", ("table", *formats.TABLES), "true or false")
        return formats.boolean_text(answer, form or "csv")
    form = form or ("table" if sys.stdout.isatty() else "csv")
    _require(form, ("table", *formats.TABLES), "a table")
    labelled = form == "table" if labelled is None else labelled
    label = labels(store, (term for row in answer.rows for term in row.values())) if labelled else {}
    cited: list[Evidence] = []
    if evidence and "claim" in answer.columns:
        from spacepact.ask.evidence import evidence_of  # not needed by most answers

        cited = evidence_of(store, (text_of(row["claim"]) for row in answer.rows if "claim" in row))
    if form == "table":
        return to_table(answer, label) + "".join("\n" + evidence_text(item) for item in cited)
    if cited:
        answer = with_evidence(answer, {item.claim: item for item in cited})
    if form == "md":
        return formats.to_markdown(answer, label)
    return formats.TABLES[form](with_labels(answer, label) if labelled else answer)


def _require(form: str, fitting: Iterable[str], answer: str) -> None:
    if form not in fitting:
        raise BadInput(f"the answer is {answer}, which cannot be written as {form}: use one of {', '.join(fitting)}")


def with_labels(answer: Table, label: Mapping[str, str]) -> Table:
    """Replace the IRIs of an answer with labels, or with CURIEs for claims, passages and terms without a label."""

    def labelled(term: Term) -> Term:
        return Literal(formats.display(term, label)) if isinstance(term, NamedNode) else term

    return Table(answer.columns, [{column: labelled(term) for column, term in row.items()} for row in answer.rows])


def with_evidence(answer: Table, cited: Mapping[str, Evidence]) -> Table:
    """Add columns with the evidence for the claim of each row."""

    def joined(texts: Iterable[str]) -> str:
        return "; ".join(dict.fromkeys(texts))

    added = ["sentence", "stance_of_claim", "voice", "speaker", "document_of_claim", "passage", "place"]
    rows = []
    for row in answer.rows:
        item = cited.get(text_of(row.get("claim")))
        if item is None:
            rows.append(row)
            continue
        cells = (
            item.sentence,
            item.stance,
            item.voice,
            item.speaker,
            joined(p.document for p in item.passages),
            joined(curie(p.iri) for p in item.passages if not p.is_context),
            joined(p.place for p in item.passages if not p.is_context),
        )
        rows.append({**row, **{k: Literal(v) for k, v in zip(added, cells, strict=True) if v}})
    return Table(answer.columns + added, rows)


def to_table(answer: Table, label: Mapping[str, str]) -> str:
    """Return the answer as a table for a terminal; IRIs without a label are shown as CURIEs."""
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    cells = [[formats.display(row.get(column), label) for column in answer.columns] for row in answer.rows]
    min_width = 0
    for index, column in enumerate(answer.columns):
        # Lines break only between words, so that names and CURIEs can be copied.
        texts = [column, *(line[index] for line in cells)]
        longest = max(cell_len(word) for text in texts for word in [*text.split(), ""])
        table.add_column(column, no_wrap=all(" " not in text for text in texts), overflow="fold")
        min_width += longest + 3
    for line in cells:
        table.add_row(*map(Text, line))
    out = io.StringIO()
    # If the table is too wide, the terminal wraps its lines, and no name or CURIE is cut.
    width = max(Console().width, min_width) if sys.stdout.isatty() else 10_000
    Console(file=out, width=width, highlight=False).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def evidence_text(item: Evidence) -> str:
    """Return the evidence for a claim as a block of lines.

    The words of a passage are printed only on a terminal, and only if its text is available.
    """
    lines = [curie(item.claim), f"  {item.sentence}"]
    speaker = f", said by {item.speaker}" if item.speaker else ""
    lines.append(f"  {item.stance} by {item.holder}; voice: {item.voice}{speaker}")
    lines.append("  " + "; ".join(item.details))
    lines += [line for passage in item.passages for line in _passage_lines(passage)]
    return "\n".join(lines) + "\n"


def _passage_lines(passage: CitedPassage) -> list[str]:
    note = "; context of the above" if passage.is_context else ""
    place = f"  {passage.document}, {passage.place} ({curie(passage.iri)}{note})"
    words = passage.words() if sys.stdout.isatty() else None
    if words is not None:
        return [place, f"    “{words}”"]
    return [place, f"    {passage.address}"] if passage.address else [place]
