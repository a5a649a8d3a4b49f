"""A store folder as background: the same findings as with files, and nothing written to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from locations import EXAMPLES
from spacepact.errors import BadInput
from spacepact.graph.store import load_turtle, packaged
from spacepact.stores import folder_load
from spacepact.validate import Finding, validate_files
from turtle_claim import CLAIM, HEAD

SIGNING = EXAMPLES / "signing.ttl"
MISTAKES = [
    ("", ""),
    ("sp:hasStance sp:stance_hoped", "sp:hasStance sp:voice_curator"),
    ("spid:state_pakistan", "spid:state_pakistn"),
    ("sp:isSignatoryOf", "sp:isSignatorOf"),
]


def without_path(findings: list[Finding]) -> list[tuple[object, ...]]:
    return [(finding.line, finding.severity, finding.rule, finding.message) for finding in findings]


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder with the complete graph and one example; read-only."""
    target = tmp_path_factory.mktemp("stores") / "complete"
    folder_load.load_folder(packaged([SIGNING]), target)
    return target


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder with only the example: no vocabulary and no derived triples."""
    folder = tmp_path_factory.mktemp("stores") / "bare"
    store = Store(folder)
    store.extend(load_turtle([SIGNING]))
    store.flush()
    del store
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("right", "wrong"), MISTAKES, ids=[wrong or "right" for _, wrong in MISTAKES])
def test_a_store_folder_gives_the_same_findings_as_its_files(
    right: str, wrong: str, complete: Path, bare: Path, tmp_path: Path
) -> None:
    path = tmp_path / "new.ttl"
    path.write_text((HEAD + CLAIM).replace(right, wrong, 1), encoding="utf-8")
    expected = without_path(validate_files([path], [SIGNING]))
    assert bool(expected) == bool(wrong)
    assert without_path(validate_files([path], [complete])) == expected
    assert without_path(validate_files([path], [bare])) == expected
    assert without_path(validate_files([path], [bare, SIGNING, complete])) == expected


def test_the_store_folder_is_not_changed(complete: Path, tmp_path: Path) -> None:
    def contents() -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in complete.iterdir() if not file.name.startswith("LOG")}

    path = tmp_path / "new.ttl"
    path.write_text(HEAD + CLAIM, encoding="utf-8")
    before = contents()
    validate_files([path], [complete])
    assert contents() == before


def test_named_graphs_are_part_of_the_background(tmp_path: Path) -> None:
    folder = tmp_path / "graphs"
    store = Store(folder)
    store.extend(Quad(q.subject, q.predicate, q.object, NamedNode("urn:g")) for q in load_turtle([SIGNING]))
    store.flush()
    del store
    path = tmp_path / "new.ttl"
    path.write_text((HEAD + CLAIM).replace("spid:agreement_artemis_accords", "spid:agreement_beacon_pact"), "utf-8")
    assert (
        without_path(validate_files([path], [folder]))
        == without_path(validate_files([path], [SIGNING]))
        != without_path(validate_files([path]))
    )


def test_an_empty_or_damaged_store_folder_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "new.ttl"
    path.write_text(HEAD + CLAIM, encoding="utf-8")
    Store(tmp_path / "empty").flush()
    with pytest.raises(BadInput, match="contains no triples"):
        validate_files([path], [tmp_path / "empty"])
    store = Store(tmp_path / "damaged")
    store.add(Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c")))
    store.flush()
    del store
    next((tmp_path / "damaged").glob("MANIFEST-*")).write_bytes(b"no")
    with pytest.raises(BadInput, match="is damaged"):
        validate_files([path], [tmp_path / "damaged"])
