"""What the tests share: the graph in both engines, and the texts of the documents."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store

from spacepact import folders, graph

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
    return graph.packaged()


@pytest.fixture(scope="session")
def richer() -> Store:
    """The graph with the invented examples, which have what the two documents happen not to have."""
    return graph.packaged([EXAMPLES])


def _read(paths: list[Path]) -> rdflib.Graph:
    rdflib.NORMALIZE_LITERALS = False
    merged = rdflib.Graph()
    for path in paths:
        merged.parse(path, format="turtle")
    return merged


@pytest.fixture(scope="session")
def rdf() -> rdflib.Graph:
    """The whole graph in rdflib; not to be changed."""
    return _read([*folders.written(), folders.derived()])


@pytest.fixture(scope="session")
def shapes() -> rdflib.Graph:
    return _read([folders.shapes()])


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The texts of the documents by short name; tests that need them are skipped without them."""
    folder = os.environ.get("SPACEPACT_DOCUMENTS")
    if not folder:
        pytest.skip(TEXTS_WANTED)
    names = [path.stem for path in (folders.root() / "instances" / "documents").glob("*.ttl")]
    return {name: (Path(folder) / f"{name}.txt").read_bytes().decode("utf-8") for name in sorted(names)}
