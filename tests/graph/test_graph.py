"""Reading Turtle, and resolving names of things."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from spacepact.errors import BadInput, UnknownName, nearest
from spacepact.graph import names
from spacepact.graph.store import load_turtle
from spacepact.terms import curie, expand


def test_invalid_turtle_is_reported_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text("@prefix sp: <https://w3id.org/spacepact/ontology#> .\nsp:a sp:b .\n", encoding="utf-8")
    with pytest.raises(BadInput, match=rf"{path}:2:\d+: invalid Turtle: "):
        load_turtle([path])


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load_turtle([tmp_path / "none.ttl"])


def test_a_value_over_the_limit_of_the_parser_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(f"<http://e/a> <http://e/b> '{'x' * 2**24}' .", encoding="utf-8")
    with pytest.raises(BadInput, match=r"data\.ttl: a value is longer than 16 MiB.*: shorten it"):
        load_turtle([path])


@pytest.mark.parametrize(
    ("value", "iri"),
    [
        ("ILRS", "spid:programme_ilrs"),
        ("ilrs", "spid:programme_ilrs"),
        (" Pakistan ", "spid:state_pakistan"),
        ("scmp-3223585", "spid:document_scmp-3223585"),
        ("hoped", "sp:stance_hoped"),
        ("ISO 3166-1 PK", "spid:state_pakistan"),
        ("spid:state_pakistan", "spid:state_pakistan"),
        ("<https://w3id.org/spacepact/id/state_pakistan>", "spid:state_pakistan"),
        ("<https://example.org/x>", "https://example.org/x"),
    ],
)
def test_a_name_is_resolved(store: Store, value: str, iri: str) -> None:
    assert curie(names.resolve(store, value).value) == iri


@pytest.mark.parametrize("value", ["", "Atlantis", "spid:atlantis", "<not an iri>", "国家航天局", "O'Brien \"} #\n"])
def test_an_unknown_name_is_an_error(store: Store, value: str) -> None:
    with pytest.raises(UnknownName):
        names.resolve(store, value)


def test_nearest_gives_no_hint_without_a_similar_name() -> None:
    assert nearest("xyz", ["positions"]) == ""


def test_curie_and_expand_reject_what_cannot_be_read_back() -> None:
    assert curie("https://w3id.org/spacepact/id/a/b") == "https://w3id.org/spacepact/id/a/b"
    assert expand("nope:thing") is None
    assert expand("<a b>") is None
