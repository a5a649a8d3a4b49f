"""Number the claims of a sheet. A number never changes, and is never given again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacepact.documents.sheets.files import Row
from spacepact.documents.sheets.outline import Document, Outline
from spacepact.rdf import Fault
from spacepact.terms import curie, expand

_ID = re.compile(r"\d{4,}_[1-9]\d*")


def claim_iri(document: Document, text: str) -> str | None:
    """Return the IRI of the claim that a cell identifies, as 0040_1 or as a CURIE; None for another text."""
    if _ID.fullmatch(text):
        return f"{document.base}claim_{document.name}_{text}"
    node = expand(text)
    return node.value if node and "claim_" in node.value else None


def claim_id(base: str, document: str, iri: str) -> str:
    """Return a claim as the column claim shows it; *base* is the start of the IRIs of a *document*.

    >>> claim_id("https://example.org/", "probe-news", "https://example.org/claim_probe-news_0040_1")
    '0040_1'
    """
    text = iri.removeprefix(f"{base}claim_{document}_")
    return text if _ID.fullmatch(text) else curie(iri)


def number_claims(found: Outline, used: Iterable[str]) -> None:
    """Give each claim its IRI, and note the last number of each passage.

    A claim keeps the IRI in its row. A claim without one gets the next number that was never given: neither in the
    sheet nor in *used*, the IRIs of claims that other files contain. The row of a passage keeps the last number, so
    that the number of a removed claim is not given again.
    """
    taken: dict[str, Row] = {}
    for claim in found.claims:
        cell = claim.row["claim"]
        iri = claim_iri(claim.document, cell.text)
        if not cell.text:
            continue
        if iri is None:
            message = f'"{cell.text}" is no number of a claim: empty the cell, and spacepact compile fills it in'
            found.faults.append(Fault(cell.line, cell.column, message, "sheet-value"))
        elif iri in taken:
            message = f"line {taken[iri].line} has the number {cell.text}, too: empty the cell of the newer claim"
            found.faults.append(Fault(cell.line, cell.column, message, "sheet-value"))
        else:
            claim.iri = iri
            taken[iri] = claim.row
    last = last_numbers(found)
    for iri in (*used, *taken):
        if match := re.fullmatch(r"(.*_)([1-9]\d*)", iri):
            last[match[1]] = max(last.get(match[1], 0), int(match[2]))
    for claim in found.claims:
        if not claim.iri and not claim.row["claim"].text:
            start = claim.document.claim_start(claim.passages[0] if claim.passages else 0)
            last[start] = last.get(start, 0) + 1
            claim.iri = f"{start}{last[start]}"
    for document in found.documents.values():
        for passage, row in _rows(document):
            start = document.claim_start(passage)
            if last.get(start):
                place = document.place(passage) if passage else "curator"
                found.last[row.record] = f"{place}_{last[start]}"


def last_numbers(found: Outline) -> dict[str, int]:
    """Return the last number that the row of each passage and document has, by the start of the IRIs of its claims."""
    last = {}
    for document in found.documents.values():
        for passage, row in _rows(document):
            number = row["claim"].text.rpartition("_")[2]
            if number.isdecimal():
                last[document.claim_start(passage)] = int(number)
    return last


def _rows(document: Document) -> list[tuple[int, Row]]:
    """Return the rows that keep a last number, with the number of the passage: those without a claim of their own."""
    rows = [(0, document.row), *document.passages.items()]
    return [(passage, row) for passage, row in rows if not row["sentence"].text]
