"""Three stores with a part of the graph each, behind RDF4J's federated engine (FedX), as if they were one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store

from spacepact import graph
from stores.kinds import Oxigraph, Rdf4j
from stores.server import request

PARTS = 3


def parts(whole: Store, documents: list[Path]) -> list[Store]:
    """Return a graph in three: what each file of a document states goes to one, and all else to the first."""
    place = {}
    for number, path in enumerate(documents):
        for quad in graph.load([path]):
            place[quad.subject] = number % PARTS
    found = [Store() for _ in range(PARTS)]
    for quad in whole:
        found[place.get(quad.subject, 0)].add(quad)
    return found


@contextmanager
def federated(stores: list[Store], folder: Path) -> Iterator[str]:
    """Give the URL at which three Oxigraph servers, one for each store, answer as one."""
    with ExitStack() as running:
        empty = folder / "empty.nt"
        empty.write_text("")
        front = running.enter_context(Rdf4j(_made(folder / "front"), empty))
        members = []
        for number, store in enumerate(stores):
            member = running.enter_context(Oxigraph(_made(folder / f"part{number}"), empty))
            # Into the default graph: the federated engine names none to its members.
            body = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
            request("PUT", f"{member.root}/store?default", body)
            address = f"<http://www.openrdf.org/config/repository/sparql#query-endpoint> <{member.endpoint}>"
            front.create(f"part{number}", address, "openrdf:SPARQLRepository")
            members.append(f'fedx:member [ fedx:store "ResolvableRepository" ; fedx:repositoryName "part{number}" ]')
        front.create("federation", " ; ".join(members), "fedx:FedXRepository")
        yield f"{front.root}/rdf4j-server/repositories/federation"


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
