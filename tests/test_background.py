"""Validating over a store folder: the same findings as over files, what is derived told exactly, nothing written."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from cases import EXAMPLES
from generated import background, case_files, random_files
from spacepact.errors import BadInput
from spacepact.graph import derive
from spacepact.graph.store import load_turtle, packaged
from spacepact.stores import folder_load
from spacepact.validate.derived_changes import changes
from spacepact.validate.findings import Finding
from spacepact.validate.run import validate_files
from test_validate import CLAIM, HEAD

SIGNING = EXAMPLES / "signing.ttl"
SLIPS = [
    ("", ""),
    ("sp:hasStance sp:stance_hoped", "sp:hasStance sp:voice_curator"),
    ("spid:agreement_artemis_accords", "spid:agreement_artemis_acords"),
    ("spid:state_pakistan", "spid:state_pakistn"),
    ("sp:isSignatoryOf", "sp:isSignatorOf"),
]


def facts_and_moments(store: Store) -> set[Triple]:
    found = set(derive.facts(store))
    for claim, date in derive.times(store):
        with suppress(BadInput):
            found |= set(derive.moments_of(claim, date))
    return found


def told(findings: list[Finding]) -> list[tuple[object, ...]]:
    return [(one.line, one.severity, one.rule, one.message) for one in findings]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder with the whole graph and one example; not to be changed."""
    target = tmp_path_factory.mktemp("stores") / "whole"
    folder_load.load_folder(packaged([SIGNING]), target)
    return target


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder with the example alone: no vocabulary, nothing derived."""
    folder = tmp_path_factory.mktemp("stores") / "bare"
    store = Store(folder)
    store.extend(load_turtle([SIGNING]))
    store.flush()
    del store
    return folder


def test_what_changes_is_what_a_full_derivation_would_change(more: int) -> None:
    """With a base that holds what is derived, as a loaded store does, and with one that does not."""
    known = background()
    cases = [(known, new) for new in random_files(known, seed=7, count=max(120, more))]
    cases += case_files()
    full: dict[int, set[Triple]] = {}
    altered = 0
    for number, (base, new) in enumerate(cases):
        before = full.setdefault(id(base), facts_and_moments(base))
        both = Store()
        both.extend(base)
        both.extend(Quad(*one) for one in new)
        after = facts_and_moments(both)
        for derived in (set(), before):
            store = Store()
            store.extend(base)
            store.extend(Quad(*one) for one in derived)
            changed = changes(store, new)
            assert changed.after - changed.before == after - before, number
            assert changed.before - changed.after == before - after, number
            left = {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}
            assert left == ({quad.triple for quad in base} | derived) - changed.before, number
        altered += before != after
    assert altered > 5


@pytest.mark.parametrize(("right", "wrong"), SLIPS, ids=[wrong or "right" for _, wrong in SLIPS])
def test_a_store_folder_gives_the_findings_of_its_files(
    right: str, wrong: str, whole: Path, bare: Path, tmp_path: Path
) -> None:
    path = tmp_path / "new.ttl"
    path.write_text((HEAD + CLAIM).replace(right, wrong, 1), encoding="utf-8")
    expected = told(validate_files([path], [SIGNING]))
    assert bool(expected) == bool(wrong)
    assert told(validate_files([path], [whole])) == expected
    assert told(validate_files([path], [bare])) == expected
    assert told(validate_files([path], [bare, SIGNING, whole])) == expected


def test_the_folder_is_left_as_it_was(whole: Path, tmp_path: Path) -> None:
    def contents() -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in whole.iterdir() if not file.name.startswith("LOG")}

    path = tmp_path / "new.ttl"
    path.write_text(HEAD + CLAIM, encoding="utf-8")
    before = contents()
    validate_files([path], [whole])
    assert contents() == before


def test_named_graphs_are_known_too(tmp_path: Path) -> None:
    folder = tmp_path / "graphs"
    store = Store(folder)
    store.extend(Quad(q.subject, q.predicate, q.object, NamedNode("urn:g")) for q in load_turtle([SIGNING]))
    store.flush()
    del store
    path = tmp_path / "new.ttl"
    path.write_text((HEAD + CLAIM).replace("spid:agreement_artemis_accords", "spid:agreement_beacon_pact"), "utf-8")
    assert (
        told(validate_files([path], [folder]))
        == told(validate_files([path], [SIGNING]))
        != told(validate_files([path]))
    )


def test_a_folder_that_holds_nothing_or_is_damaged_is_told(tmp_path: Path) -> None:
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
    with pytest.raises(BadInput, match="cannot be read"):
        validate_files([path], [tmp_path / "damaged"])


def test_where_the_whole_graph_must_be_judged_a_note_says_so(tmp_path: Path) -> None:
    path = tmp_path / "new.ttl"
    path.write_text(HEAD + CLAIM + "[] a sp:State .\n", encoding="utf-8")
    notes: list[str] = []
    validate_files([path], alone=True, note=notes.append)
    assert len(notes) == 1
    assert "the whole graph is judged" in notes[0]
