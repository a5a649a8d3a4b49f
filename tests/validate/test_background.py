"""A store folder as background: the same findings as with files, the exact derived changes, nothing written."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from generated import background, case_files, random_files
from locations import EXAMPLES
from spacepact.errors import BadInput
from spacepact.graph import derive
from spacepact.graph.store import load_turtle, packaged
from spacepact.stores import folder_load
from spacepact.validate import Finding, validate_files
from spacepact.validate.derived_changes import changes
from turtle_claim import CLAIM, HEAD

SIGNING = EXAMPLES / "signing.ttl"
MISTAKES = [
    ("", ""),
    ("sp:hasStance sp:stance_hoped", "sp:hasStance sp:voice_curator"),
    ("spid:state_pakistan", "spid:state_pakistn"),
    ("sp:isSignatoryOf", "sp:isSignatorOf"),
]


def facts_and_moments(store: Store) -> set[Triple]:
    derived = set(derive.facts(store))
    for claim, date in derive.times(store):
        with suppress(BadInput):
            derived |= set(derive.moments_of(claim, date))
    return derived


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


@pytest.mark.parametrize("is_sample", [True, pytest.param(False, marks=pytest.mark.fuzz)])
def test_derived_changes_are_those_of_a_full_derivation(is_sample: bool, more: int) -> None:
    """The background contains the derived triples, as a loaded store does, or lacks them."""
    cases = list(case_files())[:: 12 if is_sample else 1]
    if not is_sample:
        known = background()
        cases += [(known, new) for new in random_files(known, seed=7, count=max(120, more))]
    full: dict[int, set[Triple]] = {}
    altered = 0
    for number, (base, new) in enumerate(cases):
        before = full.setdefault(id(base), facts_and_moments(base))
        both = Store()
        both.extend(base)
        both.extend(Quad(*triple) for triple in new)
        after = facts_and_moments(both)
        for derived in (set(), before):
            store = Store()
            store.extend(base)
            store.extend(Quad(*triple) for triple in derived)
            changed = changes(store, new)
            assert changed.after - changed.before == after - before, number
            assert changed.before - changed.after == before - after, number
            left = {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}
            assert left == ({quad.triple for quad in base} | derived) - changed.before, number
        altered += before != after
    assert altered > len(cases) / 4


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
    with pytest.raises(BadInput, match="holds no triples"):
        validate_files([path], [tmp_path / "empty"])
    store = Store(tmp_path / "damaged")
    store.add(Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c")))
    store.flush()
    del store
    next((tmp_path / "damaged").glob("MANIFEST-*")).write_bytes(b"no")
    with pytest.raises(BadInput, match="is damaged"):
        validate_files([path], [tmp_path / "damaged"])
