"""Three stores with a part of the graph each, and a federated engine over them: FedX or Comunica."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

from locations import TESTS
from spacepact.graph import packaged_files
from spacepact.graph.store import load_turtle, packaged
from spacepact.rdf import rdf_files
from store_servers.kinds import Comunica, Oxigraph, Rdf4j
from store_servers.server import Server, request

PARTS = 3
GENERATED = 6000  # triples: enough to make the three parts about equal
PATIENCE = 150  # seconds for a query; the slowest took 36 on a busy machine


def graph_and_parts(folder: Path) -> tuple[Store, list[Store]]:
    """Return the graph, with examples and generated documents, as one store and as three. Writes files to *folder*."""
    sys.path.append(str(TESTS / "benchmarks"))
    from generate import write

    write(GENERATED, 1, folder / "generated")
    data = [TESTS / "examples", folder / "generated"]
    graph = packaged(data)
    written = [
        packaged_files.root() / "instances" / "documents",
        TESTS / "examples",
        folder / "generated" / "documents",
    ]
    return graph, parts(graph, rdf_files(written))


def parts(graph: Store, documents: list[Path]) -> list[Store]:
    """Divide a graph into three: a third of the documents in each part, and all other triples in the first.

    Each document goes to the smallest part, the largest document first. No triple is in two parts.
    """
    document = {quad.subject: path for path in documents for quad in load_turtle([path])}
    by_document: dict[Path | None, list[Quad]] = defaultdict(list)
    for quad in graph:
        by_document[document.get(quad.subject)].append(quad)
    rest = by_document.pop(None, [])
    divided = [Store() for _ in range(PARTS)]
    for path in sorted(by_document, key=lambda path: (-len(by_document[path]), str(path))):
        min(divided, key=len).extend(by_document[path])
    divided[0].extend(rest)
    return divided


class Member(Oxigraph):
    """An Oxigraph server with its data in the default graph."""

    def fill(self, triples: Path) -> None:
        request("PUT", f"{self.root}/store?default", triples.read_bytes())


# The parts of a UNION wait for threads of the pool that the UNION itself uses. With FedX's default of 20 threads, all
# wait for each other, and the query never ends. The second setting reads an answer completely before it is used, so
# that it does not block one of the few connections.
SETTINGS = "fedx:unionWorkerThreads 1000 ; fedx:consumingIterationMax 1000000"


class Fedx(Rdf4j):
    """RDF4J's FedX over the endpoints of *members*."""

    name = "fedx"
    repository = "federation"

    def __init__(self, folder: Path, members: list[Member], limit: int):
        super().__init__(folder, folder)
        self.members, self.limit = members, limit

    def command(self) -> list[str]:
        # Oxigraph ends a connection that was idle for a minute with an error, and FedX reads the error as the answer
        # to its next request. So each request gets a new connection.
        java, *rest = super().command()
        return [java, "-Dhttp.keepAlive=false", *rest]

    def prepare(self) -> None:
        members = []
        for number, member in enumerate(self.members):
            address = f"<http://www.openrdf.org/config/repository/sparql#query-endpoint> <{member.endpoint}>"
            self.create(f"part{number}", address, "openrdf:SPARQLRepository")
            members.append(f'fedx:member [ fedx:store "ResolvableRepository" ; fedx:repositoryName "part{number}" ]')
        settings = f"fedx:config [ {SETTINGS} ; fedx:enforceMaxQueryTime {self.limit} ]"
        self.create(self.repository, " ; ".join([*members, settings]), "fedx:FedXRepository")

    def fill(self, _triples: Path) -> None:
        """Do nothing: the members have the data."""


class FederatedComunica(Comunica):
    """Comunica over the endpoints of *members*."""

    def __init__(self, folder: Path, members: list[Member], limit: int):
        super().__init__(folder, folder)
        self.members, self.limit = members, limit

    @property
    def sources(self) -> list[str]:
        return [f"sparql@{member.endpoint}" for member in self.members]

    def command(self) -> list[str]:
        return [*super().command(), "-t", str(self.limit)]


ENGINES: dict[str, type[Fedx] | type[FederatedComunica]] = {"fedx": Fedx, "comunica": FederatedComunica}


@contextmanager
def federated(engine: str, stores: list[Store], folder: Path, limit: int = PATIENCE) -> Iterator[Server]:
    """Run an Oxigraph server for each store, and give the engine that queries them as one store."""
    with ExitStack() as running:
        members = []
        for number, store in enumerate(stores):
            data = folder / f"part{number}.nt"
            # Into the default graph: federated engines name no graph in their queries to members.
            store.dump(output=str(data), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
            members.append(running.enter_context(Member(_new_folder(folder / f"part{number}"), data)))
        yield running.enter_context(ENGINES[engine](_new_folder(folder / engine), members, limit))


def _new_folder(folder: Path) -> Path:
    folder.mkdir()
    return folder
