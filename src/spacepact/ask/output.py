"""Write answers as the command line shows them: format, labels, evidence."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from spacepact.ask import formats
from spacepact.ask.execute import Answer, Table, Triples, Verdict
from spacepact.errors import BadInput
from spacepact.graph import QueryableStore, Row, labels, text_of
from spacepact.rdf import GRAPHS, graph_text
from spacepact.terms import curie

if TYPE_CHECKING:
    from spacepact.ask.evidence import Backing, Passage

FORMATS = ("table", *formats.TABLES, *GRAPHS)


def write_answer(
    answer: Answer, form: str | None, store: QueryableStore, evidence: bool = False, labelled: bool | None = None
) -> str:
    """Return the answer in one of FORMATS; by default a table on a terminal and CSV (Turtle) elsewhere.

    *evidence* adds what backs the claim of each row; *labelled* puts names in place of IRIs, which
    only a table does unless told. Raises BadInput where the format does not fit the answer.
    """
    if isinstance(answer, Triples):
        form = form or "ttl"
        _fit(form, GRAPHS, "a graph")
        return graph_text(answer.triples, form)
    if isinstance(answer, Verdict):
        _fit(form or "csv", ("table", *formats.TABLES), "true or false")
        return formats.verdict_text(answer, form or "csv")
    form = form or ("table" if sys.stdout.isatty() else "csv")
    _fit(form, ("table", *formats.TABLES), "a table")
    labelled = form == "table" if labelled is None else labelled
    names = labels(store, (term for row in answer.rows for term in row.values())) if labelled else {}
    backed: list[Backing] = []
    if evidence and "claim" in answer.columns:
        from spacepact.ask.evidence import backings

        backed = backings(store, (text_of(row["claim"]) for row in answer.rows if "claim" in row))
    if form == "table":
        return table(answer, names) + "".join("\n" + describe(backing) for backing in backed)
    if backed:
        answer = with_evidence(answer, {backing.claim: backing for backing in backed})
    if form == "md":
        return formats.to_markdown(answer, names)
    return formats.TABLES[form](with_labels(answer, names) if labelled else answer)


def _fit(form: str, fitting: Iterable[str], what: str) -> None:
    if form not in fitting:
        raise BadInput(f"the answer is {what}, which cannot be written as {form}: take one of {', '.join(fitting)}")


def with_labels(answer: Table, label: Mapping[str, str]) -> Table:
    """Return the answer with names in place of the IRIs of things and terms; claims keep their IRIs."""
    rows: list[Row] = []
    for row in answer.rows:
        rows.append({c: Literal(formats.shown(t, label)) if isinstance(t, NamedNode) else t for c, t in row.items()})
    return Table(answer.columns, rows)


def with_evidence(answer: Table, backed: Mapping[str, Backing]) -> Table:
    """Return the answer with the columns that tell what backs the claim of each row."""

    def joined(texts: Iterable[str]) -> str:
        return "; ".join(dict.fromkeys(texts))

    added = ["sentence", "stance_of_claim", "voice", "speaker", "document_of_claim", "passage", "place"]
    rows = []
    for row in answer.rows:
        backing = backed.get(text_of(row.get("claim")))
        if backing is None:
            rows.append(row)
            continue
        cells = (
            backing.sentence,
            backing.stance,
            backing.voice,
            backing.speaker,
            joined(p.document for p in backing.passages),
            joined(curie(p.iri) for p in backing.passages if not p.is_context),
            joined(p.place for p in backing.passages if not p.is_context),
        )
        rows.append({**row, **{k: Literal(v) for k, v in zip(added, cells, strict=True) if v}})
    return Table(answer.columns + added, rows)


def table(answer: Table, label: Mapping[str, str]) -> str:
    """Return the answer as a table; IRIs without a label in *label* are shown as CURIEs."""
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table as Drawing
    from rich.text import Text

    drawn = Drawing(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    cells = [[formats.shown(row.get(column), label) for column in answer.columns] for row in answer.rows]
    least = 0
    for index, column in enumerate(answer.columns):
        # Names and CURIEs are kept whole, so that they can be read and pasted; lines break between words.
        texts = [column, *(line[index] for line in cells)]
        longest = max(cell_len(word) for text in texts for word in [*text.split(), ""])
        drawn.add_column(column, no_wrap=all(" " not in text for text in texts), overflow="fold")
        least += longest + 3
    for line in cells:
        drawn.add_row(*map(Text, line))
    out = io.StringIO()
    # A table wider than the terminal is wrapped by it; that is better than cutting a name or a CURIE.
    width = max(Console().width, least) if sys.stdout.isatty() else 10_000
    Console(file=out, width=width, highlight=False).print(drawn)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def describe(backing: Backing) -> str:
    """Return a block of lines that tells what backs a claim.

    The passage itself is shown only on a terminal, and only where its text is at hand.
    """
    lines = [curie(backing.claim), f"  {backing.sentence}"]
    said = f", said by {backing.speaker}" if backing.speaker else ""
    lines.append(f"  {backing.stance} by {backing.holder}; voice: {backing.voice}{said}")
    lines.append("  " + "; ".join(backing.details))
    lines += [line for passage in backing.passages for line in _place(passage)]
    return "\n".join(lines) + "\n"


def _place(passage: Passage) -> Sequence[str]:
    note = "; read with the above" if passage.is_context else ""
    where = f"  {passage.document}, {passage.place} ({curie(passage.iri)}{note})"
    words = passage.words() if sys.stdout.isatty() else None
    if words is not None:
        return [where, f"    “{words}”"]
    return [where, f"    {passage.address}"] if passage.address else [where]
