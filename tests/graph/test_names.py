"""A look-up in a store finds the same things as a comparison with all names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

import hostile_names
from conftest import missing
from hostile_names import NAMES, NO_NAMES, PARTS, all_names, names_with_text, things_with_name
from spacepact.ask.find import find_things
from spacepact.errors import UnknownName
from spacepact.graph import names
from spacepact.graph.queryable import QueryableStore
from spacepact.graph.select import text_of
from spacepact.stores import sparql_client
from spacepact.stores.endpoints import Endpoint, resolve_target
from spacepact.terms import PREFIXES, curie, expand
from store_servers.kinds import KINDS
from store_servers.server import PATIENCE, Missing, Server


def looked_up(store: QueryableStore, value: str, kinds: tuple[str, ...] = ()) -> set[str]:
    """Return what resolve finds: one thing, the things that an error lists, or nothing."""
    try:
        return {names.resolve(store, value, kinds).value}
    except UnknownName as error:
        before, several, listed = str(error).partition("names several things: give one of ")
        assert several or before.startswith("unknown name")
        return set(re.findall(rf"{hostile_names.PLACE}\d+(?= \()", listed)) if several else set()


def pairs_found(store: QueryableStore, text: str) -> set[tuple[str, str]]:
    """Return the IRI and name of each thing that find lists for its name."""
    rows = find_things(store, text).rows
    return {(text_of(r["thing"]), text_of(r["text"])) for r in rows if text_of(r["match"]) != "sentence"}


def check_all_names(store: QueryableStore, *, few: bool = False) -> None:
    """Look up each name, or with *few* each fourth, by resolve and find, and compare with a search of all names."""
    known = all_names(store)
    # Blazegraph treats strings as equal that Unicode calls equivalent, such as ë and e with a diaeresis.
    assert len({name for _, name in known} ^ set(NAMES)) < 5
    step = 4 if few else 1
    for value in [*NAMES, *NO_NAMES][::step]:
        if not value.startswith("<"):  # resolve reads it as an IRI
            expected = things_with_name(known, value)
            if not expected and value.strip():
                expected = {iri for iri, _ in names_with_text(known, value)}
            result = looked_up(store, value)
            assert result <= expected, value
            assert bool(result) == bool(expected), value
    for text in [*NAMES, *PARTS, *NO_NAMES][::step]:
        expected_pairs, pairs = names_with_text(known, text), pairs_found(store, text)
        assert pairs <= expected_pairs, text
        assert bool(pairs) == bool(expected_pairs), text
        # Only names in other letters that fold to these, such as a long s, may be missing.
        assert not any(name.isascii() for _, name in expected_pairs - pairs), text
    for kind, rest in (("sp:Agent", 0), ("sp:Event", 1)):
        of_kind = {f"{hostile_names.PLACE}{number}" for number in range(rest, len(NAMES), 2)}
        assert looked_up(store, "ilrs", (kind,)) <= things_with_name(known, "ilrs") & of_kind
        assert names.of_kinds(store, (iri for iri, _ in known), [kind]) == of_kind
        first = {f"{hostile_names.PLACE}{number}" for number in range(3)}
        assert names.of_kinds(store, first, [kind]) == of_kind & first


@pytest.fixture(scope="module")
def hostile() -> Store:
    """A store with the hostile names only."""
    return hostile_names.store()


def test_hostile_names_in_the_embedded_engine(hostile: Store) -> None:
    check_all_names(hostile)


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.name)
def remote(
    request: pytest.FixtureRequest, hostile: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, QueryableStore]]:
    """Each kind of store in turn, with the hostile names only, as a server and as a client of it."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    hostile.dump(output=str(folder / "names.nt"), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    try:
        with request.param(folder, folder / "names.nt") as server:
            endpoint = resolve_target(server.named)
            assert isinstance(endpoint, Endpoint)
            endpoint = replace(endpoint, default_graph=server.name == "comunica", timeout=PATIENCE)
            with sparql_client.open_endpoint(endpoint) as store:
                yield server, store
    except Missing as error:
        missing(error)


@pytest.mark.stores
def test_hostile_names_in_each_store(remote: tuple[Server, QueryableStore]) -> None:
    server, store = remote
    check_all_names(store, few=server.slow)


def test_a_name_is_found_by_letters_that_fold_to_it() -> None:
    """No name contains the text in ASCII letters, so all names are compared."""
    store = Store()
    for number, name in enumerate(("Pakiſtan", "\u212aelvin", "Straße", "ﬁrst")):
        store.add(Quad(NamedNode(f"urn:{number}"), NamedNode(PREFIXES["skos"] + "prefLabel"), Literal(name)))
    for number, text in enumerate(("pakistan", "KELVIN", "strasse", "First")):
        assert looked_up(store, text) == {f"urn:{number}"}
        assert {iri for iri, _ in pairs_found(store, text[1:])} == {f"urn:{number}"}


def test_a_blank_node_is_not_found_by_its_name() -> None:
    store = Store()
    store.add(Quad(BlankNode(), NamedNode(PREFIXES["skos"] + "prefLabel"), Literal("blank")))
    assert (looked_up(store, "blank"), pairs_found(store, "lan")) == (set(), set())


def test_find_lists_exact_names_first_then_names_that_begin_with_the_text() -> None:
    store = Store()
    for number, name in enumerate(("a plan for the ILRS", "ILRS road map", "ilrs")):
        store.add(Quad(NamedNode(f"urn:{number}"), NamedNode(PREFIXES["skos"] + "prefLabel"), Literal(name)))
    rows = find_things(store, "ILRS").rows
    assert [text_of(row["text"]) for row in rows] == ["ilrs", "ILRS road map", "a plan for the ILRS"]


def test_find_gives_the_first_class_in_alphabetical_order() -> None:
    store = Store()
    store.add(Quad(NamedNode("urn:a"), NamedNode(PREFIXES["skos"] + "prefLabel"), Literal("Mir")))
    for kind in ("urn:A", "urn:C", "urn:B"):
        store.add(Quad(NamedNode("urn:a"), NamedNode(PREFIXES["rdf"] + "type"), NamedNode(kind)))
    (row,) = find_things(store, "Mir").rows
    assert text_of(row["class"]) == "urn:A"


def test_a_completion_begins_with_the_text(store: Store) -> None:
    assert names.completions(store, "pakistan") != []
    assert all(name.casefold().startswith("pakistan") for name in names.completions(store, "pakistan"))
    assert any("pakistan" in name.casefold()[1:] for _, name in names.matches(store, "pakistan"))


@pytest.mark.parametrize(
    ("value", "kinds", "iri"),
    [
        ("action plan", ("sp:Agreement",), "spid:agreement_action_plan_2025_2029"),
        ("action plan", ("sp:kinds",), "sp:kind_action_plan"),
        ("work on icube", (), "spid:undertaking_work_on_icube_q"),
        ("MORNING post", ("sp:Organisation",), "spid:organisation_south_china_morning_post"),
        ("South China Morning Post", ("sp:Document",), "spid:document_scmp-3223585"),
        ("news international", ("sp:Document",), "spid:document_thenews-1342410"),
        (
            "Pakistan, China to jointly establish space science centre",
            ("sp:Document",),
            "spid:document_thenews-1342410",
        ),
        ("to jointly establish", ("sp:Document",), "spid:document_thenews-1342410"),
        ("https://w3id.org/spacepact/id/state_pakistan", (), "spid:state_pakistan"),
        (
            "https://www.thenews.com.pk/latest/1342410-pakistan-china-to-jointly-establish-space-science-centre",
            ("sp:Document",),
            "spid:document_thenews-1342410",
        ),
        (
            "China and Pakistan are good brothers, Wu Weiren said at a meeting with Amer Nadeem.",
            (),
            "spid:claim_scmp-3223585_2075_1",
        ),
    ],
)
def test_what_other_commands_print_is_a_name(store: Store, value: str, kinds: tuple[str, ...], iri: str) -> None:
    assert curie(names.resolve(store, value, kinds).value) == iri


@pytest.mark.parametrize(
    ("value", "kinds", "message"),
    [
        (
            "conference",
            ("sp:Event",),
            "'conference' names several things: give one of "
            "spid:event_conference_next_year (international space exploration conference), "
            "spid:event_deep_space_conference (international deep space exploration conference)",
        ),
        ("hope", ("sp:Event", "sp:Place"), "unknown name 'hope' for Event or Place (expected one of "),
        ("Suparko", ("sp:Agent",), "unknown name 'Suparko' for Agent; did you mean SUPARCO?"),
        ("Suparko", ("sp:State",), "unknown name 'Suparko' for State (expected one of "),
    ],
)
def test_an_error_lists_the_candidates_of_the_right_kind(
    store: Store, value: str, kinds: tuple[str, ...], message: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        names.resolve(store, value, kinds)
    assert str(caught.value).startswith(message)
    if "expected one of" in message:
        listed = re.findall(r"\S+:\S+(?= \()", str(caught.value).partition("expected one of")[2])
        members = names.of_kinds(store, (expanded.value for text in listed if (expanded := expand(text))), kinds)
        assert 0 < len(listed) == len(members) <= 10


def test_an_abbreviation_in_brackets_is_a_name_and_a_year_is_not() -> None:
    store = Store()
    labels = ("China National Space Administration (CNSA)", "CNSA road map", "Action Plan (2025)", "Plan (draft)")
    for number, name in enumerate(labels):
        store.add(Quad(NamedNode(f"urn:{number}"), NamedNode(PREFIXES["skos"] + "prefLabel"), Literal(name)))
    assert looked_up(store, "cnsa") == looked_up(store, "China National Space Administration") == {"urn:0"}
    matched = [(text_of(row["text"]), text_of(row["match"])) for row in find_things(store, "CNSA").rows]
    assert matched == [(labels[0], "name"), (labels[1], "part of a name")]
    assert [text_of(row["match"]) for row in find_things(store, "2025").rows] == ["part of a name"]
    assert [text_of(row["match"]) for row in find_things(store, "Plan").rows] == ["part of a name"] * 2


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("good brothers", ("spid:claim_scmp-3223585_2075_1", "sentence", 24)),
        ("half a dozen", ("spid:group_signatories_since_road_map", "part of a name", 1)),
        ("ROVER", ("sp:stage_cancelled", "example", 3)),
        ("attitudes that a holder", ("sp:stances", "definition", 9)),
        ("to jointly", ("spid:document_thenews-1342410", "part of a name", 17)),
        ("weiren", ("spid:person_wu_weiren", "part of a name", 4)),
    ],
)
def test_find_searches_names_and_texts(store: Store, text: str, first: tuple[str, str, int]) -> None:
    rows = find_things(store, text).rows
    found = [(curie(text_of(r["thing"])), text_of(r["match"]), int(text_of(r["position"]))) for r in rows]
    assert found[0] == first
    texts = [position for _, match, position in found if match in ("sentence", "definition", "scope note", "example")]
    assert texts == sorted(texts)


def test_find_lists_names_then_documents_of_a_publisher_then_sentences(store: Store) -> None:
    rows = find_things(store, "The News International").rows
    assert [(curie(text_of(row["thing"])), text_of(row["match"])) for row in rows[:3]] == [
        ("spid:organisation_the_news_international", "name"),
        ("spid:document_thenews-1342410", "publisher"),
        ("spid:claim_curator_thenews-1342410_publisher", "sentence"),
    ]
    matches = {text_of(row["match"]) for row in find_things(store, "join").rows}
    assert {"part of a name", "sentence"} <= matches


def test_a_search_for_sentences_does_not_read_all_names(store: Store) -> None:
    """A store over HTTP would send them."""
    sent: list[str] = []

    class Recording:
        def query(self, query: str) -> object:
            sent.append(query)
            return store.query(query)

    assert len(find_things(Recording(), "good brothers").rows) == 1  # type: ignore[arg-type]
    assert len(sent) == 3
    assert [query for query in sent if "CONTAINS" not in query and "VALUES" not in query] == []
