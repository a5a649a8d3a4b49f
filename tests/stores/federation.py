"""Three stores with a part of the graph each, behind an engine that answers as if they were one: FedX or Comunica."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

from spacepact.graph import packaged_files
from spacepact.graph.store import load_turtle, packaged, turtle_files
from stores.kinds import Comunica, Oxigraph, Rdf4j
from stores.server import Server, request

TESTS = Path(__file__).parents[1]
PARTS = 3
GENERATED = 6000  # triples: about what the parts lack that do not get the larger of the two real documents
PATIENCE = 150  # seconds for a query: the slowest took 36 on a busy machine


def whole_and_parts(folder: Path) -> tuple[Store, list[Store]]:
    """Return the graph with the examples and generated documents, as one store and as three; files go to *folder*."""
    sys.path.append(str(TESTS / "benchmarks"))
    from generate import write

    write(GENERATED, 1, folder / "generated")
    own = [TESTS / "examples", folder / "generated"]
    whole = packaged(own)
    written = [
        packaged_files.root() / "instances" / "documents",
        TESTS / "examples",
        folder / "generated" / "documents",
    ]
    return whole, parts(whole, turtle_files(written))


def parts(whole: Store, documents: list[Path]) -> list[Store]:
    """Return a graph in three: a third of what the documents state to each, and all else to the first.

    A whole document goes to one part, the largest first, each to the part that has least; no triple is in two.
    """
    document = {quad.subject: path for path in documents for quad in load_turtle([path])}
    stated: dict[Path | None, list[Quad]] = defaultdict(list)
    for quad in whole:
        stated[document.get(quad.subject)].append(quad)
    rest = stated.pop(None, [])
    found = [Store() for _ in range(PARTS)]
    for path in sorted(stated, key=lambda path: (-len(stated[path]), str(path))):
        min(found, key=len).extend(stated[path])
    found[0].extend(rest)
    return found


class Member(Oxigraph):
    """An Oxigraph server with its data in the default graph."""

    def fill(self, triples: Path) -> None:
        request("PUT", f"{self.root}/store?default", triples.read_bytes())


# A part of a UNION waits for threads of the same pool that the UNION itself holds: with the 20 that FedX takes by
# default, every one of them waits for another, and the query never ends. An answer is read to its end before it is
# used, so that none holds one of the few connections while it waits.
SETTINGS = "fedx:unionWorkerThreads 1000 ; fedx:consumingIterationMax 1000000"


class Fedx(Rdf4j):
    """RDF4J's FedX over the endpoints of *members*."""

    name = "fedx"
    repository = "federation"

    def __init__(self, folder: Path, members: list[Member], limit: int):
        super().__init__(folder, folder)
        self.members, self.limit = members, limit

    def command(self) -> list[str]:
        # Oxigraph ends a connection that was idle for a minute with an error, which FedX would read as the answer to
        # what it sends next: so each request has a connection of its own.
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
        """Its members have what it answers from."""


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
    """Run three Oxigraph servers, one for each store, and give the engine that answers from all of them as one."""
    with ExitStack() as running:
        members = []
        for number, store in enumerate(stores):
            data = folder / f"part{number}.nt"
            # Into the default graph: the federated engines name none to their members.
            store.dump(output=str(data), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
            members.append(running.enter_context(Member(_made(folder / f"part{number}"), data)))
        yield running.enter_context(ENGINES[engine](_made(folder / engine), members, limit))


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
