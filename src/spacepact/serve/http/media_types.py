"""Choose a format by the Accept header of a request (RFC 9110)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

TABLE_TYPES = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/plain": "text",
}
BOOLEAN_TYPES = {type_: form for type_, form in TABLE_TYPES.items() if form in ("json", "xml")}
GRAPH_TYPES = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "text/plain": "nt",
}
PAGE_TYPES = {
    "text/html": ".html",
    "text/turtle": ".ttl",
    "application/ld+json": ".jsonld",
    "application/n-triples": ".nt",
    "application/xhtml+xml": ".html",
}


def acceptable(accept: str, types: Sequence[str] | Mapping[str, str]) -> str | None:
    """Return the media type that the Accept header prefers; of equal ones, the first in *types*. None if none fits.

    An empty header accepts everything. A malformed item is ignored.

    >>> acceptable("text/turtle;q=0.5, text/html;q=0.9, */*;q=0.1", ["text/turtle", "text/html"])
    'text/html'
    """
    ranges = _ranges(accept) if accept.strip() else {"*/*": 1.0}

    def quality(type_: str) -> float:
        for pattern in (type_, f"{type_.partition('/')[0]}/*", "*/*"):
            if pattern in ranges:
                return ranges[pattern]
        return 0.0

    best = max(types, key=quality)
    return best if quality(best) > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    ranges: dict[str, float] = {}
    for item in accept.split(","):
        name, *parameters = (part.strip().casefold() for part in item.split(";"))
        weights = [part[2:] for part in parameters if part.startswith("q=")]
        try:
            weight = float(weights[0]) if weights else 1.0
        except ValueError:
            continue
        if "/" in name and 0 <= weight <= 1:
            ranges[name] = max(weight, ranges.get(name, 0.0))
    return ranges
