"""What the tests share: the graph in both engines, and the texts of the documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import DefaultGraph, RdfFormat, Store

from spacepact import cli
from spacepact.graph import packaged_files
from spacepact.graph.store import packaged
from stores.kinds import KINDS
from stores.server import Missing, Server

Load = Callable[..., str]
EXAMPLES = Path(__file__).parent / "examples"
TEXTS_WANTED = "the texts are not at hand: set SPACEPACT_DOCUMENTS to the folder that holds <short name>.txt"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--more", type=int, default=0, metavar="CASES", help="run this many generated cases of each kind")


@pytest.fixture(scope="session")
def more(request: pytest.FixtureRequest) -> int:
    """How many generated cases were asked for; 0 for the usual number."""
    return int(request.config.getoption("--more"))


@pytest.fixture(scope="session")
def store() -> Store:
    return packaged()


@pytest.fixture(scope="session")
def richer() -> Store:
    """The graph with the invented examples, which have what the two documents happen not to have."""
    return packaged([EXAMPLES])


def _read(paths: list[Path]) -> rdflib.Graph:
    rdflib.NORMALIZE_LITERALS = False
    merged = rdflib.Graph()
    for path in paths:
        merged.parse(path, format="turtle")
    return merged


@pytest.fixture(scope="session")
def rdf() -> rdflib.Graph:
    """The whole graph in rdflib; not to be changed."""
    return _read([*packaged_files.written(), packaged_files.derived()])


@pytest.fixture(scope="session")
def shapes() -> rdflib.Graph:
    return _read([packaged_files.shapes()])


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The texts of the documents by short name; tests that need them are skipped without them."""
    folder = os.environ.get("SPACEPACT_DOCUMENTS")
    if not folder:
        pytest.skip(TEXTS_WANTED)
    names = [path.stem for path in (packaged_files.root() / "instances" / "documents").glob("*.ttl")]
    return {name: (Path(folder) / f"{name}.txt").read_bytes().decode("utf-8") for name in sorted(names)}


@pytest.fixture(scope="session")
def triples(richer: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph with the invented examples as a file of N-Triples."""
    file = tmp_path_factory.mktemp("graph") / "graph.nt"
    richer.dump(output=str(file), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return file


def missing(error: Missing) -> None:
    """Skip a test whose store is not on this machine; in CI none may be missing."""
    if os.environ.get("CI"):
        pytest.fail(str(error))
    pytest.skip(str(error))


@pytest.fixture(scope="session", params=KINDS, ids=lambda kind: kind.name)
def server(request: pytest.FixtureRequest, triples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each store in turn, filled with *triples*; to be asked, never to be changed."""
    kind: type[Server] = request.param
    try:
        running = kind(tmp_path_factory.mktemp(kind.name), triples)
        with running:
            yield running
    except Missing as error:
        missing(error)


@pytest.fixture(scope="session", params=[kind for kind in KINDS if kind.writable], ids=lambda kind: kind.name)
def writable(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each store that can be loaded, in turn; what it holds is up to the tests that share it."""
    folder = tmp_path_factory.mktemp("writable")
    nothing = folder / "nothing.nt"
    nothing.write_text("")
    try:
        with request.param(folder, nothing) as running:
            yield running
    except Missing as error:
        missing(error)


@pytest.fixture
def load(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Load:
    """Run spacepact load in this process; give its line, and demand its exit code."""

    def run(*arguments: str, code: int = 0) -> str:
        monkeypatch.setattr(sys, "argv", ["spacepact", "load", *arguments])
        got = 0
        try:
            cli.main()
        except SystemExit as end:
            got = int(str(end.code))
        said = capsys.readouterr()
        assert (got, said.out) == (code, ""), said
        assert said.err.endswith("\n")
        lines = said.err.splitlines()
        assert all(line.startswith("spacepact: ") for line in lines[: len(lines) - (code == 0)]), said.err
        return said.err

    return run
