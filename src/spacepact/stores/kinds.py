"""The kinds of triple store: their URLs, what a query or load must know about them, and how to recognize them.

The values were seen on the stores, except for GraphDB, QLever, Stardog and Neptune, where they are from the manuals.
tests/benchmarks/README.md has the versions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from spacepact.stores.transport.http import Transport


@dataclass(frozen=True)
class Kind:
    """The properties of a kind of store."""

    # The paths of queries, updates and the graph store after the base URL; None if the store has no such service.
    query: str = ""
    update: str | None = ""
    graphs: str | None = None
    # Paths that are removed from a URL to get its base URL.
    ends: tuple[str, ...] = ()
    # The authentication: "basic", "digest", "bearer" (a token), "none", or "any" (ask the store).
    auth: str = "any"
    # Whether queries are sent as a form, or as application/sparql-query.
    form: bool = True
    # Whether queries support default-graph-uri. If not, the default graph must be the union of all graphs.
    names_default_graph: bool = True
    # Whether it has a writable default graph, separate from the named graphs.
    default_graph: bool = True
    # The parameter that names a graph in the URL of the graph store.
    graph_parameter: str = "graph"
    # Whether a PUT that fails halfway leaves the graph as it was. Only true for stores where this was tested.
    atomic_put: bool = False
    # Whether the graph is complete, old or new, if the disk is full or the store is killed. RDF4J 5.0.3 loses the graph
    # if the disk is full.
    durable: bool = False
    # Whether a PUT can leave some of the old triples. Fuseki 5.6 on TDB2 stores the decimal 5 as 5.0, and then does not
    # find it by its term: PUT and CLEAR leave such triples, DROP deletes them.
    keeps_some_on_put: bool = False
    upload_type: str = "application/n-triples"
    # The media type to request for triples.
    triples: str = "application/n-triples"
    # Whether uploads are sent as a form with TriG. Fuseki 5.6 treats a truncated upload as complete, and replaces
    # the graph by a part. With a form it notices the missing end, and with TriG the missing brace.
    upload_form: bool = False
    # The largest number of triples in one INSERT DATA.
    batch: int = 5000
    # The largest number of triples in one response, if the store cuts longer ones; 0 for no limit.
    page: int = 0


KINDS: dict[str, Kind] = {
    "generic": Kind(),
    "fuseki": Kind(
        query="/query",
        update="/update",
        graphs="/data",
        ends=("/query", "/sparql", "/update", "/data", "/get"),
        atomic_put=True,
        durable=True,
        upload_form=True,
        keeps_some_on_put=True,
        batch=10_000,
    ),
    "rdf4j": Kind(
        update="/statements",
        graphs="/rdf-graphs/service",
        ends=("/statements", "/rdf-graphs/service"),
        atomic_put=True,
        batch=10_000,
    ),
    "graphdb": Kind(
        update="/statements",
        graphs="/rdf-graphs/service",
        ends=("/statements", "/rdf-graphs/service"),
        auth="basic",
        batch=10_000,
    ),
    "virtuoso": Kind(
        query="/sparql",
        update="/sparql-auth",
        graphs="/sparql-graph-crud-auth",
        ends=("/sparql", "/sparql-auth", "/sparql-graph-crud-auth", "/sparql-graph-crud"),
        auth="digest",
        default_graph=False,
        graph_parameter="graph-uri",
        upload_type="text/turtle",
        batch=1000,
        page=5000,
    ),
    "oxigraph": Kind(
        query="/query",
        update="/update",
        graphs="/store",
        ends=("/query", "/update", "/store"),
        atomic_put=True,
        durable=True,
        batch=10_000,
    ),
    "qlever": Kind(
        graphs="",
        auth="bearer",
        default_graph=False,
    ),
    "blazegraph": Kind(
        query="/sparql",
        update="/sparql",
        ends=("/sparql",),
        default_graph=False,
        # It accepts N-Triples only as text/plain, and reads that as ASCII.
        upload_type="text/turtle",
        triples="text/turtle",
    ),
    "stardog": Kind(
        query="/query",
        update="/update",
        graphs="",
        ends=("/query", "/update"),
        auth="basic",
        batch=10_000,
    ),
    "neptune": Kind(
        query="/sparql",
        update="/sparql",
        graphs="/sparql/gsp/",
        ends=("/sparql", "/sparql/gsp/", "/sparql/gsp"),
        default_graph=False,
    ),
    # It decodes forms twice, and its default graph is the union of all graphs.
    "rdflib-endpoint": Kind(auth="bearer", form=False, names_default_graph=False, default_graph=False, batch=200),
    "comunica": Kind(query="/sparql", update=None, ends=("/sparql",), auth="none"),
}


def urls(kind: str, url: str) -> tuple[str, str | None, str | None]:
    """Return the URLs for queries, updates and the graph store, from a base URL or from one of the three.

    >>> urls("fuseki", "http://localhost:3030/ds/sparql")
    ('http://localhost:3030/ds/query', 'http://localhost:3030/ds/update', 'http://localhost:3030/ds/data')
    >>> urls("generic", "https://example.org/sparql")
    ('https://example.org/sparql', 'https://example.org/sparql', None)
    >>> urls("oxigraph", "http://localhost:7878/?key=1")[0]
    'http://localhost:7878/query?key=1'
    """
    known = KINDS[kind]
    if not known.ends and not known.query:
        return url, None if known.update is None else url, None if known.graphs is None else url
    path, mark, parameters = url.partition("?")
    base, rest = _base_url(kind, path), mark + parameters
    ends = (known.query, known.update, known.graphs)
    query, update, graphs = (None if end is None else base + end + rest for end in ends)
    assert query is not None
    return query, update, graphs


def _base_url(kind: str, url: str) -> str:
    """Return the base URL, from which the other URLs of a store follow.

    >>> _base_url("oxigraph", "http://localhost:7878/query")
    'http://localhost:7878'
    """
    for end in sorted(KINDS[kind].ends, key=len, reverse=True):
        if url.endswith(end):
            return url.removesuffix(end)
    return url.rstrip("/")


class Identity(NamedTuple):
    """The kind of a store and its version, as far as the store reveals them."""

    kind: str
    version: str = ""


# Response headers that reveal the kind of a store, and a pattern of their value.
_HEADERS = (
    ("Server", r"Oxigraph(?:/(?P<version>[\w.]+))?", "oxigraph"),
    ("Server", r"Virtuoso(?:/(?P<version>[\w.]+))?", "virtuoso"),
    ("Server", r"GraphDB(?:[/ ](?P<version>[\w.]+))?", "graphdb"),
    ("Fuseki-Request-Id", r"", "fuseki"),
)
_PATHS = ((r"/repositories/[^/]+", "rdf4j"), (r"/(blazegraph|bigdata)/", "blazegraph"))
_ANY_STATUS = range(100, 600)


def identify(transport: Transport, url: str) -> Identity:
    """Ask the store at a URL what it is; return the kind ``generic`` if it does not say. Raises EndpointFailed."""
    response = transport.request(
        "GET",
        url,
        params={"query": "ASK{}"},
        headers={"Accept": "application/sparql-results+json"},
        idempotent=True,
        allowed=_ANY_STATUS,
    )
    for name, pattern, kind in _HEADERS:
        match = re.search(pattern, response.headers[name]) if name in response.headers else None
        if match:
            return Identity(kind, match.groupdict().get("version") or "")
    if response.headers.get("Server", "") == "uvicorn" and _is_rdflib_endpoint(transport, url):
        return Identity("rdflib-endpoint")
    path = urlsplit(url).path
    return Identity(next((kind for pattern, kind in _PATHS if re.search(pattern, path)), "generic"))


def _is_rdflib_endpoint(transport: Transport, url: str) -> bool:
    """Return whether a Python server is rdflib-endpoint: it has a SPARQL service description."""
    response = transport.request(
        "GET", url, headers={"Accept": "text/turtle"}, idempotent=True, allowed=_ANY_STATUS, limit=1 << 20
    )
    return b"service-description#" in response.body or b"sd:Service" in response.body
