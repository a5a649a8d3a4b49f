"""Ask a store what one of its graphs holds: how many triples, and all of them; None is its default graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from pyoxigraph import Literal, QueryBoolean, Triple

from spacepact.errors import EndpointFailed
from spacepact.graph import Solutions
from spacepact.stores.endpoints import Endpoint
from spacepact.stores.http import Transport
from spacepact.stores.sparql_client import RemoteStore

_LARGEST = 1 << 40
_ANYTHING = "?s ?p ?o"


class Contents:
    """What the graphs of a store hold, asked over one connection; failures raise EndpointFailed."""

    def __init__(self, endpoint: Endpoint, transport: Transport) -> None:
        self._endpoint = endpoint
        self._transport = transport
        # The queries here name the graph themselves.
        self._store = RemoteStore(transport, replace(endpoint, default_graph=True))

    def count(self, graph: str | None) -> int:
        """Return how many triples there are."""
        if graph is None and self._endpoint.graph_store_url is not None:
            return sum(1 for line in self.lines(None) if line)  # a query may see all graphs as the default one
        rows = cast("Solutions", self._store.query(counting(graph)))
        counts = [term for row in rows for term in row]
        if len(counts) != 1 or not isinstance(counts[0], Literal) or not counts[0].value.isdecimal():
            raise EndpointFailed(f"{self._endpoint.query_url}: gives no number where triples are counted")
        return int(counts[0].value)

    def shows(self, triple: str) -> bool:
        """Tell whether a triple, as SPARQL, is in what queries see as the default graph."""
        answer = self._store.query(f"ASK {{ {triple} }}")
        return isinstance(answer, QueryBoolean) and bool(answer)

    def lines(self, graph: str | None) -> Iterator[str]:
        """Yield all triples as lines of N-Triples, as the store writes them; one may come twice."""
        size = self._endpoint.traits.page
        if not size and self._endpoint.graph_store_url is not None:
            return self._sent(self._endpoint.graph_store_url, graph)
        found = self._pages(graph, size) if size else self._constructed(_inside(graph))
        return (f"{triple.subject} {triple.predicate} {triple.object} ." for triple in found)

    def blank(self, graph: str | None) -> Iterable[Triple]:
        """Return the triples with blank nodes."""
        return self._constructed(_inside(graph, f"{_ANYTHING} FILTER(ISBLANK(?s) || ISBLANK(?o))"))

    def _pages(self, graph: str | None, size: int) -> Iterator[Triple]:
        """Yield the triples of a store that cuts long answers part by part, in an order of its own."""
        # Ordered within and cut without: Virtuoso sorts no more rows than one answer may have.
        ordered = f"{{ SELECT ?s ?p ?o WHERE {_inside(graph)} ORDER BY ?s ?p ?o }}"
        for start in range(0, self.count(graph), size):
            page = f"{{ SELECT ?s ?p ?o WHERE {{ {ordered} }} LIMIT {size} OFFSET {start} }}"
            yield from self._constructed(f"{{ {page} }}")

    def _constructed(self, where: str) -> Iterable[Triple]:
        return cast("Iterable[Triple]", self._store.query(f"CONSTRUCT {{ {_ANYTHING} }} WHERE {where}"))

    def _sent(self, url: str, graph: str | None) -> Iterator[str]:
        """Yield what the graph store sends, which never stands in memory all at once."""
        sent = self._transport.stream(
            "GET",
            url,
            params=graph_name(self._endpoint, graph),
            headers={"Accept": "application/n-triples"},
            repeatable=True,
            allowed=(404,),
            limit=_LARGEST,
        )
        with sent as (answer, parts):
            if answer.status == 404:  # how most say that a graph holds nothing
                return
            if answer.cut:
                raise EndpointFailed(f"{answer.url}: only a part of the graph ({answer.cut}): raise the store's limits")
            if answer.media_type not in ("application/n-triples", "text/plain"):  # the latter is its name before 2014
                raise EndpointFailed(f"{answer.url}: gave {answer.media_type or 'no type'} instead of N-Triples")
            try:
                yield from _lines(parts)
            except UnicodeDecodeError as error:
                raise EndpointFailed(f"{answer.url}: gave N-Triples that are not UTF-8") from error


def counting(graph: str | None) -> str:
    """Return the query that counts the triples of a graph, as ?n."""
    return f"SELECT (COUNT(*) AS ?n) WHERE {_inside(graph)}"


def graph_name(endpoint: Endpoint, graph: str | None) -> dict[str, str]:
    """Return the parameter that names a graph at the graph store of an endpoint."""
    return {"default": ""} if graph is None else {endpoint.traits.graph_parameter: graph}


def _inside(graph: str | None, pattern: str = _ANYTHING) -> str:
    return f"{{ {pattern} }}" if graph is None else f"{{ GRAPH <{graph}> {{ {pattern} }} }}"


def _lines(parts: Iterable[bytes]) -> Iterator[str]:
    """Yield the lines of a text that comes in parts, without their ends."""
    left = b""
    for part in parts:
        *whole, left = (left + part).split(b"\n")
        yield from b"\n".join(whole).decode().split("\n") if whole else ()
    yield left.decode()
