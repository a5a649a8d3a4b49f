"""Format answers as the command line prints them: as text, as a table, or in a file format."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from spacepact.ask.execute import Answer, Boolean, Table, Triples
from spacepact.ask.named_queries import claim_columns
from spacepact.ask.output import formats
from spacepact.errors import BadInput
from spacepact.graph import QueryableStore, Term, labels, text_of
from spacepact.rdf import GRAPHS, graph_text, visible

FORMATS = ("text", "table", *formats.TABLES, *GRAPHS)


def format_answer(
    answer: Answer,
    form: str | None,
    store: QueryableStore,
    evidence: bool = False,
    labelled: bool | None = None,
) -> str:
    """Return the answer in one of FORMATS; by default text on a terminal, else CSV (for triples, Turtle).

    Text is for people: rows that come from claims are grouped, with the sentence of each claim; other rows are a table.
    *evidence* adds the evidence for the claims of each row. *labelled* replaces IRIs with labels; by default only text
    and a table do. In text and tables, control characters are escapes.
    Raises BadInput if the format does not fit the answer.
    """
    if isinstance(answer, Triples):
        form = form or "ttl"
        _require(form, GRAPHS, "a graph")
        return graph_text(answer.triples, form)
    if isinstance(answer, Boolean):
        _require(form or "csv", ("text", "table", *formats.TABLES), "true or false")
        return formats.boolean_text(answer, form or "csv")
    form = form or ("text" if sys.stdout.isatty() else "csv")
    _require(form, ("text", "table", *formats.TABLES), "a table")
    for_people = form in ("text", "table")
    labelled = for_people if labelled is None else labelled
    label = labels(store, (term for row in answer.rows for term in row.values())) if labelled else None
    claims = claim_columns(answer.columns)
    if form == "text" and not answer.rows:
        return ""
    if claims and (evidence or for_people):
        return _with_evidence(answer, form, store, evidence, label, claims)
    if for_people:
        return to_table(answer, label or {})
    return _in_file(answer, form, label)


def _with_evidence(
    answer: Table,
    form: str,
    store: QueryableStore,
    evidence: bool,
    label: Mapping[str, str] | None,
    claims: Sequence[str],
) -> str:
    """Return rows that come from claims, as text or a table, or in a file format with columns for the evidence."""
    from spacepact.ask.evidence import evidence_of
    from spacepact.ask.output import claim_rows, evidence_text  # not needed by most answers, and rich is slow to import

    items = evidence_of(store, (text_of(row[column]) for row in answer.rows for column in claims if column in row))
    cited = {item.claim: item for item in items}
    if form == "text":
        text = claim_rows.rows_text(answer, label or {}, cited, claims, evidence)
        return text + (visible(evidence_text.passages_text(items)) if evidence else "")
    if form == "table":
        blocks = "\n".join("\n".join(["", *evidence_text.evidence_lines(item)]) for item in items) + "\n"
        text = to_table(answer, label or {}) + evidence_text.marks_text(items)
        return visible(text + (blocks + evidence_text.passages_text(items) if evidence else ""))
    return _in_file(evidence_text.with_evidence(answer, cited, claims), form, label)


def _in_file(answer: Table, form: str, label: Mapping[str, str] | None) -> str:
    if form == "md":
        return formats.to_markdown(answer, label)
    return formats.TABLES[form](answer if label is None else with_labels(answer, label))


def _require(form: str, fitting: Iterable[str], answer: str) -> None:
    if form not in fitting:
        raise BadInput(f"the answer is {answer}, which cannot be written as {form}: use one of {', '.join(fitting)}")


def with_labels(answer: Table, label: Mapping[str, str]) -> Table:
    """Replace the IRIs of an answer with labels, or with CURIEs for claims, passages and terms without a label."""

    def labelled(term: Term) -> Term:
        return Literal(formats.display(term, label)) if isinstance(term, NamedNode) else term

    return Table(answer.columns, [{column: labelled(term) for column, term in row.items()} for row in answer.rows])


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
        table.add_row(*(Text(visible(cell)) for cell in line))
    out = io.StringIO()
    # If the table is too wide, the terminal wraps its lines, and no name or CURIE is cut.
    width = max(Console().width, min_width) if sys.stdout.isatty() else 10_000
    Console(file=out, width=width, highlight=False).print(table)
    return visible("\n".join(line.rstrip() for line in out.getvalue().split("\n")).rstrip("\n") + "\n")
