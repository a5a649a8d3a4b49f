"""Ask the configured stores how they are: whether they answer, what they are, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from spacepact.errors import SpacepactError
from spacepact.graph import QueryableStore, select, text_of
from spacepact.stores import settings
from spacepact.stores.credentials import credentials
from spacepact.stores.endpoints import Endpoint, configured, redacted
from spacepact.stores.http import Transport
from spacepact.stores.identify import identified, identity
from spacepact.stores.sparql_client import RemoteStore

PATIENCE = 10.0
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_COUNT_NAMED = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True)
class State:
    """How a store is: *problem* is empty where it answers; counts are of triples, None where it did not tell.

    *triples* are those of the graph that is asked, *named* those of all named graphs, *default* those that a
    query without a graph sees, which in some stores is all.
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


def store_states() -> list[State]:
    """Return how the configured stores are, in the order of their names; raises BadInput for unsound settings."""
    found = [configured(section) for _, section in sorted(settings.endpoints().items())]
    if not found:
        return []
    # What is meant for any store goes to no other than the one that is there.
    with ThreadPoolExecutor(max_workers=min(16, len(found))) as pool:
        return list(pool.map(lambda one: state(one, general=len(found) == 1), found))


def state(endpoint: Endpoint, *, general: bool) -> State:
    """Return how one store is; *general* as in credentials.credentials."""
    told = State(endpoint.name, redacted(endpoint.query_url), endpoint.kind)
    told = replace(told, graph="" if endpoint.default_graph else endpoint.graph)
    timeout = min(endpoint.timeout, PATIENCE)
    try:
        known = credentials(endpoint.name, endpoint.query_url, general=general)
        with Transport(known, auth=endpoint.traits.auth, timeout=timeout, tries=1) as transport:
            endpoint = identified(transport, endpoint)
            told = replace(told, url=redacted(endpoint.query_url), kind=endpoint.kind)
            told = replace(told, version=identity(transport, endpoint.query_url).version)
            told = replace(told, triples=_count(RemoteStore(transport, endpoint), _COUNT))
            plain = RemoteStore(transport, replace(endpoint, default_graph=True))
            return replace(told, named=_count(plain, _COUNT_NAMED), default=_count(plain, _COUNT))
    except SpacepactError as error:
        return replace(told, problem=str(error))


def _count(store: QueryableStore, sparql: str) -> int:
    return int(text_of(select(store, sparql)[0]["n"]))


def status_lines(found: Iterable[State]) -> list[str]:
    """Return one line for each store, for people.

    >>> lines([State("home", "http://localhost/query", "oxigraph", "0.5", "urn:g", 5, 7, 0)])
    ['home  oxigraph 0.5  5 triples in urn:g, 7 in all named graphs, 0 in the default graph']
    """
    found = list(found)
    widest = max((len(one.name) for one in found), default=0)
    kinds = [f"{one.kind} {one.version}".strip() for one in found]
    broadest = max(map(len, kinds), default=0)
    return [f"{one.name:<{widest}}  {kind:<{broadest}}  {_holds(one)}" for one, kind in zip(found, kinds, strict=True)]


def _holds(one: State) -> str:
    if one.problem:
        return one.problem
    ours = f"{one.triples} triples in {one.graph}, " if one.graph else ""
    return f"{ours}{one.named} in all named graphs, {one.default} in the default graph"
