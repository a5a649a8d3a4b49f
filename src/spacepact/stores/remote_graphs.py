"""Read and write the graphs of a store over HTTP: count, download, upload, update.

A graph is named by its IRI; None is the store's default graph. Failures raise EndpointFailed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import cast

from pyoxigraph import BlankNode, Dataset, RdfFormat, Store, Triple, serialize

from spacepact.errors import EndpointFailed
from spacepact.rdf import blank_node_groups
from spacepact.stores.endpoints import Endpoint
from spacepact.stores.sparql_client import RemoteStore
from spacepact.stores.transport.charsets import in_utf8
from spacepact.stores.transport.http import Transport

# Called with the number of bytes sent so far, and of all bytes to send.
Progress = Callable[[int, int], None]

# The bytes of one update. Oxigraph rejects more than 128 MiB, and proxies often more than 1 MiB.
MAX_UPDATE = 900_000
_MAX_GRAPH = 1 << 40
_ANY_TRIPLE = "?s ?p ?o"

# A form with one file. A line of N-Triples never equals the boundary.
_BOUNDARY = "spacepact-triples"
_FORM_TYPE = f"multipart/form-data; boundary={_BOUNDARY}"
_FORM_START = (
    f"--{_BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="graph"; filename="graph.trig"\r\n'
    "Content-Type: application/trig\r\n\r\n{\n"
).encode()
_FORM_END = f"}}\r\n--{_BOUNDARY}--\r\n".encode()


class RemoteGraphs:
    """The graphs of one store."""

    def __init__(self, endpoint: Endpoint, transport: Transport) -> None:
        self._endpoint = endpoint
        self._transport = transport
        # Without default-graph-uri: these queries name the graph themselves.
        self._store = RemoteStore(transport, replace(endpoint, default_graph=True))

    def count(self, graph: str | None) -> int:
        """Return the number of triples."""
        if graph is None and self._endpoint.graph_store_url is not None:
            return sum(1 for line in self.lines(None) if line)  # the default graph of a query can be all graphs
        return self._store.count(graph_pattern(graph))

    def default_graph_contains(self, triple: str) -> bool:
        """Return whether a query without a graph finds a triple, given in SPARQL syntax."""
        return bool(self._store.query(f"ASK {{ {triple} }}"))

    def lines(self, graph: str | None) -> Iterator[str]:
        """Yield all triples as lines of N-Triples, as the store writes them; a line can occur twice."""
        page = self._endpoint.traits.page
        if not page and self._endpoint.graph_store_url is not None:
            return self._download(self._endpoint.graph_store_url, graph)
        triples = self._pages(graph, page) if page else self._construct(graph_pattern(graph))
        return (f"{triple.subject} {triple.predicate} {triple.object} ." for triple in triples)

    def triples_with_blank_nodes(self, graph: str | None) -> Iterable[Triple]:
        """Return the triples that contain a blank node."""
        return self._construct(graph_pattern(graph, f"{_ANY_TRIPLE} FILTER(ISBLANK(?s) || ISBLANK(?o))"))

    def upload(self, method: str, graph: str | None, triples: Store | Dataset, progress: Progress) -> None:
        """Send all triples in one request: PUT replaces the graph, POST adds to it."""
        assert self._endpoint.graph_store_url is not None
        content_type = self._endpoint.traits.upload_type
        lines = (quad.triple for quad in triples)
        body = cast("bytes", serialize(lines, format=RdfFormat.N_TRIPLES))
        if self._endpoint.traits.upload_form:
            content_type, body = _FORM_TYPE, b"".join((_FORM_START, body, _FORM_END))
        self._transport.request(
            method,
            self._endpoint.graph_store_url,
            params=graph_parameter(self._endpoint, graph),
            body=_ProgressFile(body, progress),
            headers={"Content-Type": content_type},
            idempotent=method == "PUT",
        )

    def insert(self, graph: str, triples: Store | Dataset, progress: Progress) -> None:
        """Add all triples to the graph by several updates."""
        parts = list(batches(triples, self._endpoint.traits.batch))
        size, sent = sum(map(len, parts)), 0
        for part in parts:
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{part}}} }}")
            sent += len(part)
            progress(sent, size)

    def update(self, text: str) -> None:
        """Send a SPARQL update, which must have the same effect if it is sent twice."""
        assert self._endpoint.update_url is not None
        self._transport.request(
            "POST",
            self._endpoint.update_url,
            body=text.encode("utf-8"),
            # Without a charset, Blazegraph reads ASCII.
            headers={"Content-Type": "application/sparql-update; charset=utf-8"},
            idempotent=True,
        )

    def _construct(self, where: str) -> Iterable[Triple]:
        return cast("Iterable[Triple]", self._store.query(f"CONSTRUCT {{ {_ANY_TRIPLE} }} WHERE {where}"))

    def _pages(self, graph: str | None, size: int) -> Iterator[Triple]:
        """Yield the triples of a store that cuts long answers, page by page in the store's own order."""
        # LIMIT is outside the ordered query: Virtuoso sorts no more rows than an answer can have.
        ordered = f"{{ SELECT ?s ?p ?o WHERE {graph_pattern(graph)} ORDER BY ?s ?p ?o }}"
        for start in range(0, self.count(graph), size):
            page = f"{{ SELECT ?s ?p ?o WHERE {{ {ordered} }} LIMIT {size} OFFSET {start} }}"
            triples = list(self._construct(f"{{ {page} }}"))
            if not triples:  # the number was wrong
                return
            yield from triples

    def _download(self, url: str, graph: str | None) -> Iterator[str]:
        """Yield the lines that the graph store sends, without keeping them in memory."""
        download = self._transport.stream(
            "GET",
            url,
            params=graph_parameter(self._endpoint, graph),
            headers={"Accept": "application/n-triples"},
            idempotent=True,
            allowed=(404,),
            limit=_MAX_GRAPH,
        )
        with download as (response, chunks):
            if response.status == 404:  # the graph is empty, for most stores
                return
            if response.truncation:
                raise EndpointFailed(f"{response.url}: incomplete graph ({response.truncation}): raise its limits")
            if response.media_type not in ("application/n-triples", "text/plain"):  # text/plain: its name before 2014
                got = response.media_type or "no Content-Type"
                raise EndpointFailed(f"{response.url}: expected application/n-triples, got {got}")
            try:
                rest = b""
                for chunk in in_utf8(response, chunks):
                    *complete, rest = (rest + chunk).split(b"\n")
                    yield from b"\n".join(complete).decode().split("\n") if complete else ()
                yield rest.decode()
            except UnicodeDecodeError as error:
                raise EndpointFailed(f"{response.url}: invalid N-Triples: not UTF-8") from error


def graph_pattern(graph: str | None, pattern: str = _ANY_TRIPLE) -> str:
    """Return the SPARQL group that matches a pattern in a graph."""
    return f"{{ {pattern} }}" if graph is None else f"{{ GRAPH <{graph}> {{ {pattern} }} }}"


def graph_parameter(endpoint: Endpoint, graph: str | None) -> dict[str, str]:
    """Return the URL parameter that names a graph at the graph store."""
    return {"default": ""} if graph is None else {endpoint.traits.graph_parameter: graph}


def batches(triples: Store | Dataset, size: int) -> Iterator[str]:
    """Yield N-Triples of at most *size* lines and MAX_UPDATE bytes.

    Triples that share a blank node stay together, because stores rename the blank nodes of each request. Such a batch
    can be larger.
    """
    plain = (
        [quad] for quad in triples if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)
    )
    batch: list[str] = []
    batch_bytes = 0
    for group in (*blank_node_groups(triples), *plain):
        lines = [f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in group]
        group_bytes = sum(len(line.encode("utf-8")) for line in lines)
        if batch and (len(batch) + len(lines) > size or batch_bytes + group_bytes > MAX_UPDATE):
            yield "".join(batch)
            batch, batch_bytes = [], 0
        batch += lines
        batch_bytes += group_bytes
    if batch:
        yield "".join(batch)


class _ProgressFile(BytesIO):
    """Bytes to upload, which report how many of them were read."""

    def __init__(self, data: bytes, progress: Progress) -> None:
        super().__init__(data)
        self._size = len(data)
        self._progress = progress

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self._progress(self.tell(), self._size)
        return data
