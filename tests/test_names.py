"""Looking up names: what a store is asked gives what reading every name would, and no name of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

import hostile_names
from conftest import missing
from hostile_names import NAMES, NOTHING, PARTS, all_names, bearers, holders
from spacepact.ask.find import find_things
from spacepact.errors import UnknownName
from spacepact.graph import name_filter, names
from spacepact.graph.queryable import QueryableStore
from spacepact.graph.select import text_of
from spacepact.stores import sparql_client
from spacepact.stores.endpoints import Endpoint, target
from spacepact.terms import PREFIXES
from stores.kinds import KINDS
from stores.server import PATIENCE, Missing, Server


def looked_up(store: QueryableStore, value: str, kinds: tuple[str, ...] = ()) -> set[str]:
    """What resolve finds: one thing, those that an error lists, or none."""
    try:
        return {names.resolve(store, value, kinds).value}
    except UnknownName as error:
        before, several, listed = str(error).partition("names several things: give one of ")
        assert several or before.startswith("nothing is called")
        return {*listed.split(", ")} if several else set()


def found(store: QueryableStore, text: str) -> set[tuple[str, str]]:
    rows = find_things(store, text).rows
    return {(text_of(row["thing"]), text_of(row["name"])) for row in rows}


def look_up_all(store: QueryableStore, *, few: bool = False) -> None:
    known = all_names(store)
    # To Blazegraph strings that Unicode calls equivalent are one, such as ë and e with a diaeresis.
    assert len({name for _, name in known} ^ set(NAMES)) < 5
    step = 4 if few else 1
    for value in [*NAMES, *NOTHING][::step]:
        if not value.startswith("<"):  # an IRI is no name
            assert looked_up(store, value) == bearers(known, value), value
    for text in [*NAMES, *PARTS, *NOTHING][::step]:
        assert found(store, text) == holders(known, text), text
    for kind, rest in (("sp:Agent", 0), ("sp:Event", 1)):
        of_kind = {f"{hostile_names.PLACE}{number}" for number in range(rest, len(NAMES), 2)}
        assert looked_up(store, "ilrs", (kind,)) == bearers(known, "ilrs") & of_kind
        assert names.of_kinds(store, (iri for iri, _ in known), [kind]) == of_kind


@pytest.fixture(scope="module")
def hostile() -> Store:
    return hostile_names.store()


def test_hostile_names_in_the_embedded_engine(hostile: Store) -> None:
    look_up_all(hostile)


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.name)
def far(
    request: pytest.FixtureRequest, hostile: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, QueryableStore]]:
    """Each store with the hostile names and nothing else."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    hostile.dump(output=str(folder / "names.nt"), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    try:
        with request.param(folder, folder / "names.nt") as server:
            endpoint = target(server.named)
            assert isinstance(endpoint, Endpoint)
            endpoint = replace(endpoint, default_graph=server.name == "comunica", timeout=PATIENCE)
            with sparql_client.opened(endpoint) as store:
                yield server, store
    except Missing as error:
        missing(error)


def test_hostile_names_in_each_store(far: tuple[Server, QueryableStore]) -> None:
    server, store = far
    look_up_all(store, few=server.slow)


def test_random_names_of_letters_that_fold() -> None:
    store = Store()
    texts = list(dict.fromkeys(hostile_names.random_names(1500, seed=5)))
    for number, name in enumerate(texts):
        thing = NamedNode(f"urn:{number}")
        store.add(Quad(thing, NamedNode(PREFIXES["rdf"] + "type"), NamedNode("urn:Thing")))
        store.add(Quad(thing, NamedNode(PREFIXES["skos"] + "prefLabel"), Literal(name)))
    known = all_names(store)
    for text in texts[::30]:
        for asked in (text, text[:1], text[-2:]):
            assert found(store, asked) == holders(known, asked)
            assert looked_up(store, asked) == bearers(known, asked)
            begun = {name for _, name in known if name.casefold().startswith(asked.casefold())}
            spelt = name_filter.condition(asked.casefold(), begins=True)
            assert begun <= {name for _, name in names.matches(store, spelt)}


def test_every_letter_is_found_by_what_it_folds_to() -> None:
    """A Python with a newer Unicode may have letters that fold in ways of which the ranges looked at hold nothing."""
    folding = [char for char in map(chr, range(0x110000)) if char.casefold() != char]
    assert len(folding) > 1000
    one = [
        char for char in folding if len(char.casefold()) == 1 and char not in name_filter._spellings(char.casefold())
    ]
    several = [
        char for char in folding if char not in name_filter._odd().get(char.casefold(), "") and char.casefold()[1:]
    ]
    assert (one, several) == ([], [])


def test_a_blank_node_is_not_found_by_its_name() -> None:
    store = Store()
    store.add(Quad(BlankNode(), NamedNode(PREFIXES["skos"] + "prefLabel"), Literal("blank")))
    assert (looked_up(store, "blank"), found(store, "lan")) == (set(), set())


def test_few_names_are_given_that_are_not_meant(store: Store) -> None:
    """The condition alone all but tells them: what is fetched to be thrown away is rare."""
    for value in ("ILRS", "SUPARCO", "Pakistan", "China National Space Administration"):
        spelt = name_filter.condition(value.casefold(), begins=True, ends=True)
        assert {iri for iri, _ in names.matches(store, spelt)} == {names.resolve(store, value).value}
