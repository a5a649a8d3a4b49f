"""Shared fixtures: the graph in pyoxigraph and rdflib, the texts of the documents, the stores, the command load."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import DefaultGraph, RdfFormat, Store

import command_line
from locations import EXAMPLES
from spacepact.graph import packaged_files
from spacepact.graph.store import packaged
from store_servers.kinds import KINDS
from store_servers.server import Missing, Server

Load = Callable[..., str]
# Not conftest files of their own: the tests import from this one, by its name.
pytest_plugins = ["browser_fixtures", "mcp_fixtures", "site_fixtures"]
NO_TEXTS = "the texts of the documents are missing: set SPACEPACT_DOCUMENTS to the folder with <short name>.txt"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--more", type=int, default=0, metavar="CASES", help="run this many generated cases of each kind")


@pytest.fixture(scope="session")
def more(request: pytest.FixtureRequest) -> int:
    """The number of generated cases to run; 0 for the default of each test."""
    return int(request.config.getoption("--more"))


@pytest.fixture(scope="session")
def store() -> Store:
    """The packaged graph; tests must not change it."""
    return packaged()


@pytest.fixture(scope="session")
def store_with_examples() -> Store:
    """The packaged graph with the invented examples; tests must not change it."""
    return packaged([EXAMPLES])


def _parse(paths: list[Path]) -> rdflib.Graph:
    rdflib.NORMALIZE_LITERALS = False
    merged = rdflib.Graph()
    for path in paths:
        merged.parse(path, format="turtle")
    return merged


@pytest.fixture(scope="session")
def rdf() -> rdflib.Graph:
    """The packaged graph in rdflib; tests must not change it."""
    return _parse([*packaged_files.written(), packaged_files.derived()])


@pytest.fixture(scope="session")
def shapes() -> rdflib.Graph:
    """The SHACL shapes in rdflib; tests must not change them."""
    return _parse([packaged_files.shapes()])


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The texts of the documents by short name; if they are missing, the test is skipped."""
    folder = os.environ.get("SPACEPACT_DOCUMENTS")
    if not folder:
        pytest.skip(NO_TEXTS)
    names = [path.stem for path in (packaged_files.root() / "instances" / "documents").glob("*.ttl")]
    return {name: (Path(folder) / f"{name}.txt").read_bytes().decode("utf-8") for name in sorted(names)}


@pytest.fixture(scope="session")
def triples(store_with_examples: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An N-Triples file of the graph with the invented examples."""
    file = tmp_path_factory.mktemp("graph") / "graph.nt"
    store_with_examples.dump(output=str(file), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return file


def missing(error: Missing) -> None:
    """Skip a test whose store is not installed; in CI, fail it."""
    if os.environ.get("CI"):
        pytest.fail(str(error))
    pytest.skip(str(error))


@pytest.fixture(scope="session", params=KINDS, ids=lambda kind: kind.name)
def server(request: pytest.FixtureRequest, triples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each kind of store in turn, with *triples*; tests must not change it."""
    kind: type[Server] = request.param
    try:
        running = kind(tmp_path_factory.mktemp(kind.name), triples)
        with running:
            yield running
    except Missing as error:
        missing(error)


@pytest.fixture(scope="session", params=[kind for kind in KINDS if kind.writable], ids=lambda kind: kind.name)
def writable(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each kind of store that can be loaded, in turn, empty at first; the tests that share it change it."""
    folder = tmp_path_factory.mktemp("writable")
    empty = folder / "empty.nt"
    empty.write_text("")
    try:
        with request.param(folder, empty) as running:
            yield running
    except Missing as error:
        missing(error)


@pytest.fixture
def load() -> Load:
    """A function that runs ``spacepact load``, checks the exit code, and returns the messages."""

    def run(*arguments: str, code: int = 0) -> str:
        done = command_line.run("load", *arguments)
        assert (done.returncode, done.stdout) == (code, ""), done
        assert done.stderr.endswith("\n")
        lines = done.stderr.splitlines()
        assert all(line.startswith("spacepact: ") for line in lines[: len(lines) - (code == 0)]), done.stderr
        return done.stderr

    return run
