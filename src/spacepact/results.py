"""Write answers: as a table for people, as CSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, Store

from spacepact import graph
from spacepact.evidence import Backing, Passage, backings
from spacepact.names import labels
from spacepact.terms import curie

FORMATS = ("table", "csv", "json")


@dataclass(frozen=True)
class Answer:
    """The answer to a query: its columns in order, and its rows with unbound cells left out."""

    columns: list[str]
    rows: list[graph.Row]


def with_evidence(answer: Answer, backed: Mapping[str, Backing]) -> Answer:
    """Return the answer with the columns that tell what backs the claim of each row."""

    def joined(texts: Iterable[str]) -> str:
        return "; ".join(dict.fromkeys(texts))

    added = ["sentence", "stance_of_claim", "voice", "speaker", "document_of_claim", "passage", "place"]
    rows = []
    for row in answer.rows:
        backing = backed.get(graph.text(row.get("claim")))
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
    return Answer(answer.columns + added, rows)


def write(answer: Answer, form: str, store: Store, evidence: bool) -> str:
    """Return the answer in one of FORMATS; with *evidence* also what backs the claims in it."""
    if evidence and "claim" not in answer.columns:
        evidence = False
    backed = backings(store, (graph.text(r["claim"]) for r in answer.rows if "claim" in r)) if evidence else []
    if form == "table":
        text = table(answer, labels(store))
        return text + "".join("\n" + describe(b) for b in backed)
    if evidence:
        answer = with_evidence(answer, {b.claim: b for b in backed})
    return to_csv(answer) if form == "csv" else to_json(answer)


def to_csv(answer: Answer) -> str:
    """Return the answer as CSV: W3C SPARQL 1.1 Query Results CSV, bare IRIs, CRLF line ends."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(answer.columns)
    writer.writerows([graph.text(row.get(column)) for column in answer.columns] for row in answer.rows)
    return out.getvalue()


def to_json(answer: Answer) -> str:
    """Return the answer as W3C SPARQL 1.1 Query Results JSON."""
    bindings = [{c: _json(row[c]) for c in answer.columns if c in row} for row in answer.rows]
    document = {"head": {"vars": answer.columns}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json(term: graph.Term) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"type": "uri", "value": graph.text(term)}
    cell = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif not term.datatype.value.endswith("#string"):
        cell["datatype"] = term.datatype.value
    return cell


def table(answer: Answer, label: Mapping[str, str]) -> str:
    """Return the answer as a table with labels for things and terms, and CURIEs for claims."""
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    cells = [[_cell(row.get(column), label) for column in answer.columns] for row in answer.rows]
    least = 0
    for index, column in enumerate(answer.columns):
        # Names and CURIEs are kept whole, so that they can be read and pasted; lines break between words.
        texts = [column, *(line[index] for line in cells)]
        longest = max(cell_len(word) for text in texts for word in [*text.split(), ""])
        drawn.add_column(column, no_wrap=all(" " not in text for text in texts), overflow="fold")
        least += longest + 3
    for line in cells:
        drawn.add_row(*line)
    out = io.StringIO()
    # A table wider than the terminal is wrapped by it; that is better than cutting a name or a CURIE.
    width = max(Console().width, least) if sys.stdout.isatty() else 10_000
    Console(file=out, width=width, markup=False, highlight=False).print(drawn)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _cell(term: graph.Term | None, label: Mapping[str, str]) -> str:
    from rich.markup import escape

    text = graph.text(term)
    short = curie(text)
    return escape(short if short.startswith(("spid:claim_", "spid:passage_")) else label.get(text, short))


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
