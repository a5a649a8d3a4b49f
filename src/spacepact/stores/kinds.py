"""The kinds of triple store: where each takes queries, updates and graphs, and what must be known to load it.

What is said of a store was seen on it, or for GraphDB, QLever, Blazegraph, Stardog and Neptune read in its
manual; tests/benchmarks/README.md says which.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of store.

    *query*, *update* and *graphs* are what follows the base URL; None where there is no such service, and
    *ends* are the ends of URLs that are no part of a base. *auth* is what it asks for: ``basic``, ``digest``,
    ``bearer`` (a token), ``none``, or ``any`` where that is first asked.
    """

    query: str = ""
    update: str | None = ""
    graphs: str | None = None
    ends: tuple[str, ...] = ()
    auth: str = "any"
    # Queries go as a form, or as they are (application/sparql-query).
    form: bool = True
    # Whether the protocol's default-graph-uri is heeded; where not, the default graph must be the union of all.
    names_default_graph: bool = True
    # Whether it has a default graph of its own that can be written.
    default_graph: bool = True
    # The parameter that names the graph at the graph store URL.
    graph_parameter: str = "graph"
    # Whether a PUT that fails half-way leaves the graph as it was, and an update request of several parts too; said
    # only of stores that were tried.
    atomic_put: bool = False
    atomic_update: bool = False
    # Whether the graph is whole, as it was or as it is to be, after a full disk or the end of the store half-way; RDF4J
    # 5.0.3 loses it when the disk is full.
    durable: bool = False
    # Whether a PUT may leave triples that were there. Fuseki 5.6 on TDB2 makes 5.0 of the decimal 5, and finds it no
    # more by its term, only by its place: PUT and CLEAR leave it, and DROP takes it away.
    put_leaves: bool = False
    upload_type: str = "application/n-triples"
    # In which format it is asked for triples.
    triples: str = "application/n-triples"
    # Whether uploads go as a form of TriG. Fuseki 5.6 takes a body that breaks off for a whole one, and replaces
    # the graph by what came of it; it misses the end of a form, and the brace that closes TriG.
    upload_form: bool = False
    # How many triples one INSERT DATA may hold.
    batch: int = 5000
    # How many triples an answer may hold where longer ones are cut; 0 for all.
    page: int = 0


KINDS: dict[str, Kind] = {
    "generic": Kind(),
    "fuseki": Kind(
        query="/query",
        update="/update",
        graphs="/data",
        ends=("/query", "/sparql", "/update", "/data", "/get"),
        atomic_put=True,
        atomic_update=True,
        durable=True,
        upload_form=True,
        put_leaves=True,
        batch=10_000,
    ),
    "rdf4j": Kind(
        update="/statements",
        graphs="/rdf-graphs/service",
        ends=("/statements", "/rdf-graphs/service"),
        atomic_put=True,
        atomic_update=True,
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
        atomic_update=True,
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
        # It knows N-Triples as text/plain only, which it reads as ASCII.
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
    # It decodes forms twice, and its default graph is the union of all.
    "rdflib-endpoint": Kind(auth="bearer", form=False, names_default_graph=False, default_graph=False, batch=200),
    "comunica": Kind(query="/sparql", update=None, ends=("/sparql",), auth="none"),
}


def urls(kind: str, url: str) -> tuple[str, str | None, str | None]:
    """Return the URLs for queries, updates and graphs of a store of this kind at a base URL, or at one of the three.

    >>> urls("fuseki", "http://localhost:3030/ds/sparql")
    ('http://localhost:3030/ds/query', 'http://localhost:3030/ds/update', 'http://localhost:3030/ds/data')
    >>> urls("generic", "https://example.org/sparql")
    ('https://example.org/sparql', 'https://example.org/sparql', None)
    """
    known = KINDS[kind]
    if not known.ends and not known.query:
        return url, None if known.update is None else url, None if known.graphs is None else url
    base = base_url(kind, url)
    query, update, graphs = (None if end is None else base + end for end in (known.query, known.update, known.graphs))
    assert query is not None
    return query, update, graphs


def base_url(kind: str, url: str) -> str:
    """Return the URL that the others of a store follow from.

    >>> base_url("oxigraph", "http://localhost:7878/query")
    'http://localhost:7878'
    """
    for end in sorted(KINDS[kind].ends, key=len, reverse=True):
        if url.endswith(end):
            return url.removesuffix(end)
    return url.rstrip("/")
