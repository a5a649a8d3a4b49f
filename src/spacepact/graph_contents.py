"""Ask a store what one of its graphs holds: how many triples, and all of them; None is its default graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import RdfFormat, Triple, parse

from spacepact.errors import EndpointFailed
from spacepact.targets import Endpoint
from spacepact.transport import Answer, Transport

_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
# Text has been the type of N-Triples before 2014, and is what some stores still say.
_FORMATS = {_TRIPLES: RdfFormat.N_TRIPLES, "text/plain": RdfFormat.N_TRIPLES, "text/turtle": RdfFormat.TURTLE}
_LARGEST = 1 << 40


class Contents:
    """What the graphs of a store hold, asked over one connection; failures raise EndpointFailed.

    *seconds* is how long any of the answers may take.
    """

    def __init__(self, endpoint: Endpoint, transport: Transport, seconds: float) -> None:
        self._endpoint = endpoint
        self._transport = transport
        self._seconds = seconds

    def count(self, graph: str | None) -> int:
        """Return how many triples there are."""
        if graph is None and self._endpoint.graph_store_url is not None:
            return sum(1 for _ in self.triples(None))  # a query may see all graphs as the default one
        url, answer = self._asked(counting(graph))
        try:
            (row,) = answer["results"]["bindings"]
            return int(row["n"]["value"])
        except (ValueError, KeyError, TypeError) as error:
            raise EndpointFailed(f"{url}: gives no number where triples are to be counted") from error

    def holds(self, triple: str) -> bool:
        """Tell whether a triple, as SPARQL, is in what queries see as the default graph."""
        url, answer = self._asked(f"ASK {{ {triple} }}")
        if not isinstance(answer.get("boolean"), bool):
            raise EndpointFailed(f"{url}: says neither true nor false to a yes-or-no question")
        return bool(answer["boolean"])

    def triples(self, graph: str | None) -> Iterator[Triple]:
        """Yield all triples; one may come twice."""
        page = self._endpoint.traits.page
        if page:
            yield from self._pages(graph, page)
        elif self._endpoint.graph_store_url is not None:
            yield from self._read("GET", self._endpoint.graph_store_url, params=graph_name(self._endpoint, graph))
        else:
            yield from self._constructed(_inside(graph))

    def blank(self, graph: str | None) -> Iterator[Triple]:
        """Yield the triples with blank nodes."""
        yield from self._constructed(_inside(graph, "?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o))"))

    def _pages(self, graph: str | None, size: int) -> Iterator[Triple]:
        """Yield the triples of a store that cuts long answers part by part, in an order of its own."""
        # Ordered within and cut without: Virtuoso sorts no more rows than one answer may have.
        ordered = f"{{ SELECT ?s ?p ?o WHERE {_inside(graph)} ORDER BY ?s ?p ?o }}"
        for start in range(0, self.count(graph), size):
            yield from self._constructed(
                f"{{ {{ SELECT ?s ?p ?o WHERE {{ {ordered} }} LIMIT {size} OFFSET {start} }} }}"
            )

    def _constructed(self, where: str) -> Iterator[Triple]:
        return self._queried_triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {where}")

    def _queried_triples(self, query: str) -> Iterator[Triple]:
        body, headers = self._query(query)
        yield from self._read("POST", self._endpoint.query_url, body=body, headers=headers)

    def _read(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, **rest: Any
    ) -> Iterator[Triple]:
        asked = self._transport.stream(
            method,
            url,
            headers={**(headers or {}), "Accept": _TRIPLES},
            repeatable=True,
            allowed=(404,) if method == "GET" else (),
            timeout=self._seconds,
            limit=_LARGEST,
            **rest,
        )
        with asked as (answer, parts):
            if answer.status == 404:  # how most graph stores say that a graph holds nothing
                return
            _check(answer, tuple(_FORMATS))
            try:
                for whole in (
                    _whole_lines(parts) if _FORMATS[answer.media_type] == RdfFormat.N_TRIPLES else [b"".join(parts)]
                ):
                    for quad in parse(whole, _FORMATS[answer.media_type]):
                        yield quad.triple
            except SyntaxError as error:
                raise EndpointFailed(f"{answer.url}: gives no RDF that can be read: {error.msg}") from error

    def _asked(self, query: str) -> tuple[str, dict[str, Any]]:
        body, headers = self._query(query)
        answer = self._transport.request(
            "POST",
            self._endpoint.query_url,
            body=body,
            headers={**headers, "Accept": _JSON},
            repeatable=True,
            timeout=self._seconds,
        )
        _check(answer, (_JSON, "application/json"))
        try:
            content = json.loads(answer.body)
        except ValueError as error:
            raise EndpointFailed(f"{answer.url}: gives no JSON that can be read: the answer may be cut") from error
        return answer.url, content if isinstance(content, dict) else {}

    def _query(self, query: str) -> tuple[bytes, dict[str, str]]:
        from urllib.parse import urlencode

        if self._endpoint.traits.form:
            return urlencode({"query": query}).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        return query.encode("utf-8"), {"Content-Type": "application/sparql-query"}


def counting(graph: str | None) -> str:
    """Return the query that counts the triples of a graph, as ?n."""
    return f"SELECT (COUNT(*) AS ?n) WHERE {_inside(graph)}"


def graph_name(endpoint: Endpoint, graph: str | None) -> dict[str, str]:
    """Return the parameter that names a graph at the graph store of an endpoint."""
    return {"default": ""} if graph is None else {endpoint.traits.graph_parameter: graph}


def _inside(graph: str | None, pattern: str = "?s ?p ?o") -> str:
    return f"{{ {pattern} }}" if graph is None else f"{{ GRAPH <{graph}> {{ {pattern} }} }}"


def _check(answer: Answer, types: tuple[str, ...]) -> None:
    """Raise EndpointFailed where an answer with a good status is a part of one, or something else altogether."""
    if answer.cut:
        raise EndpointFailed(f"{answer.url}: gives a part of the answer only ({answer.cut}): raise its limits")
    if answer.media_type not in types:
        told = f" (it says: {answer.words})" if answer.words else ""
        raise EndpointFailed(
            f"{answer.url}: answers with {answer.media_type or 'something without a type'}, not {types[0]}: "
            f"is it a SPARQL endpoint?{told}"
        )


def _whole_lines(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield bytes again, cut at ends of lines."""
    left = b""
    for part in parts:
        whole, end, rest = part.rpartition(b"\n")
        if end:
            yield left + whole + end
            left = rest
        else:
            left += rest
    yield left
