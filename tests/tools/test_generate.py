"""Test the generator of plausible documents: exact number of triples, same data for the same seed, valid data."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store

from invariants import SPN, digests_that_differ, letters_not_covered, undeclared, unsafe_literals
from locations import TESTS
from shacl_report import broken, only
from spacepact.graph import packaged_files
from spacepact.graph.edtf_dates import moments
from spacepact.graph.select import select
from spacepact.graph.store import load_turtle

GENERATE = [sys.executable, str(TESTS / "benchmarks" / "generate.py")]
TRIPLES = 2000


def generate(folder: Path, *options: str) -> Path:
    done = subprocess.run([*GENERATE, "-o", str(folder), *options], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return folder


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("generated") / "one", "--triples", str(TRIPLES))


@pytest.fixture(scope="session")
def generated(folder: Path) -> rdflib.Graph:
    """Return the generated data with the vocabulary and the one existing thing that it uses: the curation record."""
    rdflib.NORMALIZE_LITERALS = False
    data = rdflib.Graph()
    for path in [
        *packaged_files.ontology(),
        packaged_files.root() / "instances" / "curator.ttl",
        *folder.rglob("*.ttl"),
    ]:
        data.parse(path)
    curator = "https://w3id.org/spacepact/id/claim_curator_"
    for claim in set(data.subjects()):
        if str(claim).startswith(curator) and "generated" not in str(claim):
            data.remove((claim, None, None))
    return data


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("triples", [1000, 1001])
def test_the_number_of_triples_is_exact(tmp_path: Path, triples: int) -> None:
    written = generate(tmp_path / "made", "--triples", str(triples))
    assert len(load_turtle(written.rglob("*.ttl"))) == triples
    assert sum(len(load_turtle([path])) for path in written.rglob("*.ttl")) == triples


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = generate(tmp_path / "again", "--triples", str(TRIPLES), "--seed", "1")
    other = generate(tmp_path / "other", "--triples", str(TRIPLES), "--seed", "2")
    assert contents(again) == contents(folder)
    assert contents(other) != contents(folder)


def test_a_store_folder_contains_the_same_triples(folder: Path, tmp_path: Path) -> None:
    written = generate(tmp_path / "store", "--triples", str(TRIPLES), "--store")
    assert set(Store.read_only(str(written))) == set(load_turtle(folder.rglob("*.ttl")))
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


@pytest.mark.slow
def test_the_data_conforms_to_the_shapes(generated: rdflib.Graph, shapes: rdflib.Graph) -> None:
    # Generated documents repeat claims, as real documents do.
    assert {(severity, rule) for severity, rule, _ in broken(generated, shapes)} <= {("warning", "claim-repeats")}
    less = rdflib.Graph() + generated
    less.remove((next(generated.subjects(SPN.hasStance, None)), SPN.hasStance, None))
    assert {rule for _, rule, _ in broken(less, only(shapes, "claim-stance"))} == {"claim-stance"}


def test_the_data_satisfies_the_invariants(generated: rdflib.Graph, folder: Path) -> None:
    assert unsafe_literals(generated) == []
    assert undeclared(generated) == set()
    for date in generated.objects(None, SPN.edtf):
        moments(str(date))
    texts = list((folder / "texts").glob("*.txt"))
    assert len(texts) > 3
    for path in texts:
        text = path.read_text(encoding="utf-8")
        assert letters_not_covered(generated, path.stem, text) == []
        assert digests_that_differ(generated, path.stem, text) == []


def test_every_stance_and_voice_occurs(tmp_path: Path) -> None:
    """Things also occur several times, as in real documents."""
    written = generate(tmp_path / "made", "--triples", "30000")
    store = load_turtle([*packaged_files.ontology(), *written.rglob("*.ttl")])
    for scheme in ("stances", "voices"):
        missing = f"""
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX sp: <https://w3id.org/spacepact/ontology#>
        SELECT ?code {{ ?code skos:inScheme sp:{scheme} FILTER NOT EXISTS {{ ?c ?p ?code . ?c a sp:Claim }} }}"""
        assert select(store, missing) == []
    subjects = Counter(
        row["s"] for row in select(store, "SELECT ?s { ?c <https://w3id.org/spacepact/ontology#claimSubject> ?s }")
    )
    assert subjects.most_common(1)[0][1] > 10


@pytest.mark.parametrize("wrong", [["--triples", "999"], ["--triples", "many"], ["--triples", "2000", "-o", "."]])
def test_invalid_options_are_errors_and_write_nothing(tmp_path: Path, wrong: list[str]) -> None:
    command = [*GENERATE, "-o", str(tmp_path / "made"), *wrong]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []
