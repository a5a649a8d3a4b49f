"""Read the times of claims: the limits to draw, how sure they are, and their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spacepact.errors import BadInput
from spacepact.graph import edtf_dates, select, text_of
from spacepact.site.model import Claim, SiteGraph
from spacepact.site.pictures.time_axis import year_of
from spacepact.terms import PREFIXES, SP

_DATES = f"SELECT ?property WHERE {{ ?property <{PREFIXES['rdfs']}subPropertyOf>* <{SP}date> }}"
_QUALIFIERS = re.compile("[?~%]")
_UNSURE = re.compile(r"[?~%\[{]")


class Span(NamedTuple):
    """The time of a claim, in years.

    *start* or *end* is None if it is open. *starts_sharply* and *ends_sharply* say that the limit is certain.
    *is_unsure* says that the date is uncertain, approximate or one of several. *days* are the first and last day;
    empty if open. *words* is the time for reading.
    """

    claim: Claim
    start: float | None
    end: float | None
    starts_sharply: bool
    ends_sharply: bool
    is_unsure: bool
    days: tuple[str, str]
    words: str


def spans(graph: SiteGraph, claims: Iterable[Claim]) -> Iterator[Span]:
    """Yield the span of each claim that has a time with at least one limit."""
    dates = {text_of(row["property"]) for row in select(graph.store, _DATES)}
    for claim in claims:
        span = _span(claim, _edtf(claim, dates))
        if span.start is not None or span.end is not None:
            yield span


def _edtf(claim: Claim, dates: set[str]) -> str:
    """Return the EDTF date of a claim; empty if it has none."""
    terms = claim.values.get("edtf") or (claim.values.get("claimLiteral") if claim.property in dates else None)
    return text_of(terms[0]) if terms else ""


def _span(claim: Claim, edtf: str) -> Span:
    earliest, latest = claim.earliest, claim.latest
    if _QUALIFIERS.search(edtf):  # such a date has no limits; it is drawn where it would be without the qualifiers
        try:
            first, last = edtf_dates.moments(_QUALIFIERS.sub("", edtf))
        except BadInput:
            first = last = None
        earliest, latest = earliest or first or "", latest or last or ""
    return Span(
        claim,
        year_of(earliest) if earliest else None,
        year_of(latest, is_end=True) if latest else None,
        bool(claim.earliest),
        bool(claim.latest),
        bool(_UNSURE.search(edtf)),
        (earliest[:10], latest[:10]),
        time_words(edtf, claim.fields.get("wording", ""), bool(claim.fields.get("time_basis"))),
    )


def time_words(edtf: str, wording: str, is_inferred: bool) -> str:
    """Return the time as resolved and as written, for reading.

    >>> time_words("[2023-04,2023-05]", "last month", True)
    '2023-04 or 2023-05, worked out from “last month”'
    >>> time_words("../2029", "before 2030", False)
    'until 2029 (“before 2030”)'
    """
    resolved = _resolved(edtf)
    if is_inferred:
        return f"{resolved}, worked out from “{wording}”" if wording else f"{resolved}, worked out by the curator"
    return f"{resolved} (“{wording}”)" if wording else resolved


def _resolved(edtf: str) -> str:
    text = edtf
    if edtf[:1] in "[{" and edtf[-1:] in "]}" and "," in edtf and ".." not in edtf:
        text = re.sub(", ?", " or " if edtf[0] == "[" else " and ", edtf[1:-1])
    start, slash, end = edtf.partition("/")
    if slash:
        before, after = start in ("", ".."), end in ("", "..")
        text = f"until {end}" if before else f"from {start}" if after else f"{start} to {end}"
    if _QUALIFIERS.search(text):
        doubt = " and ".join(
            words for signs, words in (("?%", "uncertain"), ("~%", "approximate")) if any(s in text for s in signs)
        )
        text = f"{_QUALIFIERS.sub('', text)} ({doubt})"
    return text
