"""Print the evidence for claims: as blocks of lines, with each passage once at the end, and as columns of a table."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from pyoxigraph import Literal

from spacepact.ask.cited_passages import Passage
from spacepact.ask.evidence import FIELDS, Evidence
from spacepact.ask.execute import Table
from spacepact.graph import text_of
from spacepact.terms import curie

_PHRASES = {
    "capacity": "in the capacity of",
    "occasion": "on the occasion of",
    "relay": "relayed by",
    "wording": "time in words",
    "time_basis": "basis of the time",
    "resolved_against": "the time was worked out from",
}
# What makes a claim less than an explicit statement.
MARKS = ("aspect", "certainty", "ground", "superseded_by", "contradicted_by")
_HEAD = ("sentence", "stance", "lacks", "holder", "voice", "speaker")


def stance_of(item: Evidence) -> str:
    """Return the stance of a claim; that of an attitude which the holder lacks is ``not taken (planned)``."""
    lacks = item.fields.get("lacks")
    return item.fields.get("stance", "") + (f" ({lacks})" if lacks else "")


def details(item: Evidence, without: Sequence[str]) -> list[str]:
    """Return the fields of a claim, except those in *without*, each with its name."""
    return [
        f"{_PHRASES.get(field, field.replace('_', ' '))}: {text}"
        for field, text in item.fields.items()
        if field not in without
    ]


def places(passages: Iterable[Passage]) -> str:
    """Return the places of passages as text: ``scmp-3223585, body, sentence 1, 5; headline, line 2``."""

    def document_and_kind(passage: Passage) -> tuple[str, str]:
        return passage.document, passage.place.rpartition(" ")[0]

    texts: dict[str, list[str]] = {}
    for (document, kind), group in groupby(sorted(passages, key=document_and_kind), key=document_and_kind):
        numbers = ", ".join(passage.place.rpartition(" ")[2] for passage in group)
        texts.setdefault(document, []).append(f"{kind} {numbers}")
    return "; ".join(f"{document}, {'; '.join(kinds)}" for document, kinds in texts.items())


def summary(item: Evidence, known: Sequence[str] = ()) -> list[str]:
    """Return who says or holds a claim, when it takes place, and what makes it less than an explicit statement.

    Texts in *known* are left out: the heading, and that the claims of one row contradict each other.
    """
    fields = item.fields
    holder, speaker = fields.get("holder", ""), fields.get("speaker", "")
    texts = []
    if holder and not item.is_held_by_document and holder not in (speaker, fields.get("relay")):
        texts.append(f"held by {holder}")
    if speaker:
        texts.append(f"said by {speaker}")
    if "relay" in fields:
        texts.append(f"relayed by {fields['relay']}")
    if fields.get("voice") in ("unnamed source", "unclear"):
        texts.append(f"voice: {fields['voice']}")
    when = " ".join(text for text in (fields.get("time", ""), f"“{fields.get('wording', '')}”") if text.strip("“”"))
    if when:
        texts.append(when + (" (worked out by the curator)" if "time_basis" in fields else ""))
    if fields.get("basis") != "explicit":
        texts.append(fields.get("basis", ""))
    texts += [f"{name.replace('_', ' ')}: {fields[name]}" for name in MARKS if name in fields]
    return [text for text in texts if text and text not in known]


def evidence_lines(item: Evidence) -> list[str]:
    """Return the evidence for a claim as lines, without the text of its passages."""
    fields = item.fields
    speaker = f", said by {fields['speaker']}" if "speaker" in fields else ""
    context = f" (with context: {places(item.context)})" if item.context else ""
    lines = [
        fields.get("sentence", ""),
        f"{stance_of(item)} by {fields.get('holder', '')}; voice: {fields.get('voice', '')}{speaker}",
        "; ".join(details(item, _HEAD)),
        f"{places(item.passages)}{context}",
    ]
    return [curie(item.claim), *(f"  {line}" for line in lines if line)]


def marks_text(items: Iterable[Evidence]) -> str:
    """Return a line for each claim that another contradicts or supersedes."""
    return "".join(
        f"{curie(item.claim)} is {field.replace('_', ' ')} {item.fields[field]}\n"
        for item in items
        for field in ("superseded_by", "contradicted_by")
        if field in item.fields
    )


def passages_text(items: Iterable[Evidence]) -> str:
    """Return the passages of claims, each once, in the order of the documents.

    The words of a passage are printed only on a terminal, and only if its text is available.
    """
    passages = {passage.iri: passage for item in items for passage in (*item.passages, *item.context)}
    in_order = sorted(passages.values(), key=lambda passage: (passage.document, passage.order))
    text = ""
    for document, group in groupby(in_order, key=lambda passage: (passage.document, passage.address)):
        name, address = document
        text += f"\nPassages of {name}{f' ({address})' if address else ''}\n"
        for passage in group:
            text += f"  {passage.place} ({curie(passage.iri)})\n"
            words = passage.words() if sys.stdout.isatty() else None
            text += f"    “{words}”\n" if words else ""
    return text


def with_evidence(answer: Table, cited: Mapping[str, Evidence], claims: Sequence[str]) -> Table:
    """Add columns with the evidence for the claims in these columns; their names start with that of the column."""
    added: dict[tuple[str, str], str] = {}
    for column in claims:
        for field in (*FIELDS, "passages", "places", "context", "context_places", "documents"):
            name = f"{column}_{field}"
            if field == "sentence" and {name, field} & set(answer.columns):
                continue
            while name in answer.columns:
                name += "_"
            added[column, field] = name
    rows = []
    for row in answer.rows:
        row = dict(row)
        for (column, field), name in added.items():
            item = cited.get(text_of(row.get(column)))
            text = _cell(item, field) if item else ""
            if text:
                row[name] = Literal(text)
        rows.append(row)
    return Table([*answer.columns, *added.values()], rows)


def _cell(item: Evidence, field: str) -> str:
    passages = item.context if field.startswith("context") else item.passages
    if field in ("passages", "context"):
        return "; ".join(curie(passage.iri) for passage in passages)
    if field in ("places", "context_places"):
        return places(passages)
    if field == "documents":
        return "; ".join(dict.fromkeys(passage.document for passage in passages))
    return item.fields.get(field, "")
