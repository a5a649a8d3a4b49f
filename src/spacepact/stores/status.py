"""Ask the configured stores whether they respond, what they are, and how many triples they contain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from spacepact.errors import SpacepactError
from spacepact.stores import settings
from spacepact.stores.endpoints import Endpoint, configured_endpoint, connect, with_identified_kind
from spacepact.stores.kinds import identify
from spacepact.stores.sparql_client import RemoteStore
from spacepact.stores.transport.http_errors import redacted

_TIMEOUT = 10.0


@dataclass(frozen=True)
class StoreStatus:
    """The status of a store: *problem* is empty if it responds. Counts are of triples, None if unknown.

    *triples*: in *graph*; *named*: in all named graphs; *default*: in the default graph, which is the union of all
    graphs in some stores.
    """

    name: str
    url: str
    kind: str
    version: str = ""
    graph: str = ""
    triples: int | None = None
    named: int | None = None
    default: int | None = None
    problem: str = ""


def store_statuses() -> list[StoreStatus]:
    """Return the status of each configured store, sorted by name; raises BadInput for invalid settings."""
    endpoints = [configured_endpoint(section) for _, section in sorted(settings.endpoints().items())]
    if not endpoints:
        return []
    # Credentials from variables without a store name are sent only if there is a single store.
    is_single = len(endpoints) == 1
    with ThreadPoolExecutor(max_workers=min(16, len(endpoints))) as pool:
        return list(pool.map(lambda endpoint: _status(endpoint, general=is_single), endpoints))


def _status(endpoint: Endpoint, *, general: bool) -> StoreStatus:
    graph = "" if endpoint.default_graph else endpoint.graph
    status = StoreStatus(endpoint.name, redacted(endpoint.query_url), endpoint.kind, graph=graph)
    try:
        with connect(endpoint, timeout=min(endpoint.timeout, _TIMEOUT), tries=1, general=general) as transport:
            endpoint = with_identified_kind(transport, endpoint)
            status = replace(status, url=redacted(endpoint.query_url), kind=endpoint.kind)
            status = replace(status, version=identify(transport, endpoint.query_url).version)
            status = replace(status, triples=RemoteStore(transport, endpoint).count("{ ?s ?p ?o }"))
            all_graphs = RemoteStore(transport, replace(endpoint, default_graph=True))
            named = all_graphs.count("{ GRAPH ?g { ?s ?p ?o } }")
            return replace(status, named=named, default=all_graphs.count("{ ?s ?p ?o }"))
    except SpacepactError as error:
        return replace(status, problem=str(error))
