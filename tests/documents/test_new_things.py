"""States and space agencies are looked up by their names and written as new things."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from command_line import run
from spacepact.documents import add_things
from spacepact.documents.new_things import as_turtle
from spacepact.errors import UnknownName
from spacepact.graph import KnownThing, find_known_thing, known_thing, known_things, names, packaged, text_of
from spacepact.terms import SPID, Namespace

PERU = """\
spid:state_peru a sp:State ;
    skos:prefLabel "Peru"@en ;
    dcterms:identifier "ISO 3166-1 PE" , "ISO 3166-1 PER" ;
    skos:exactMatch wd:Q419 , <https://sws.geonames.org/3932488/> .
"""
CONIDA = """\
spid:organisation_conida a sp:Organisation ;
    skos:prefLabel "National Commission for Aerospace Research and Development (CONIDA)"@en ;
    skos:exactMatch wd:Q15909864 , <https://ror.org/039vhkg84> , <https://isni.org/isni/0000000403963697> .
"""
POLSA = """\
spid:organisation_polsa a sp:Organisation ;
    skos:prefLabel "Polish Space Agency (POLSA)"@en .
"""
PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sp: <https://w3id.org/spacepact/ontology#> .
@prefix spid: <https://w3id.org/spacepact/id/> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""
ALL = known_things._things()


def known(name: str) -> KnownThing:
    thing = known_thing(name)
    assert thing is not None, name
    return thing


@pytest.mark.parametrize(
    ("name", "local_name"),
    [
        ("Peru", "state_peru"),
        ("the Republic of Peru", "state_peru"),
        ("PER", "state_peru"),
        ("Turkey", "state_turkiye"),
        ("turkiye", "state_turkiye"),
        ("Ivory Coast", "state_cote_d_ivoire"),
        ("Cote d’Ivoire", "state_cote_d_ivoire"),
        ("UK", "state_united_kingdom"),
        ("South Korea", "state_south_korea"),
        ("Republic of Korea", "state_south_korea"),
        ("CONIDA", "organisation_conida"),
        ("Comisión Nacional de Investigación y Desarrollo Aeroespacial", "organisation_conida"),
        ("esa", "organisation_esa"),
        ("European Space Agency (ESA)", "organisation_esa"),
        ("Israel Space Agency", "organisation_israel_space_agency"),
        ("Roscosmos", "organisation_roscosmos"),
    ],
)
def test_each_name_finds_the_thing(name: str, local_name: str) -> None:
    assert known(name).local_name == local_name


@pytest.mark.parametrize("name", ["Atlantis", "", "it", "us", "per", "SUPARCO of Peru", "PE, PER"])
def test_other_words_find_nothing(name: str) -> None:
    assert known_thing(name) is None


def test_a_name_of_several_things_is_rejected() -> None:
    with pytest.raises(UnknownName, match="'ISA' names several things: write Iranian Space Agency or"):
        known_thing("ISA")


def test_the_state_of_an_agency_is_known() -> None:
    assert {name: known(name).state for name in ("CONIDA", "JAXA", "ESA", "CNES")} == {
        "CONIDA": "PE",
        "JAXA": "JP",
        "ESA": "",  # of several states
        "CNES": "FR",
    }


@pytest.mark.parametrize(("name", "turtle"), [("Peru", PERU), ("CONIDA", CONIDA), ("POLSA", POLSA)])
def test_the_turtle_is_that_of_the_instances(name: str, turtle: str) -> None:
    assert as_turtle(known(name)) == turtle


def test_things_are_added_to_a_file_with_the_prefixes_that_they_need() -> None:
    new = add_things("", [known("POLSA")])
    assert new == "".join(PREFIXES.splitlines(keepends=True)[1:4]) + f"\n{POLSA}"
    more = add_things(new, [known("Peru"), known("POLSA")])
    assert more == f"{PREFIXES}\n{POLSA}\n{PERU}"
    assert add_things(more, [known("Peru")]) == more


def test_things_are_written_with_another_namespace() -> None:
    text = add_things("# Our things\n", [known("Peru")], Namespace("our", "https://example.org/facts#"))
    assert "@prefix our: <https://example.org/facts#> .\n" in text
    assert text.endswith(f"# Our things\n\n{PERU.replace('spid:', 'our:')}")
    assert len(list(parse(text.encode(), RdfFormat.TURTLE))) == 6


def test_the_graph_has_the_known_things_by_their_identifiers() -> None:
    store = packaged()
    for name, iri in [("Pakistan", "state_pakistan"), ("CNSA", "organisation_cnsa"), ("NASA", "organisation_nasa")]:
        found = find_known_thing(store, known(name))
        assert found is not None
        assert found.value == SPID + iri
    assert find_known_thing(store, known("Peru")) is None
    assert find_known_thing(store, known("POLSA")) is None  # no identifier is known


@pytest.mark.parametrize(
    ("name", "kinds", "iri"),
    [
        ("Islamic Republic of Pakistan", ["sp:Agent"], "state_pakistan"),
        ("National Aeronautics and Space Administration", [], "organisation_nasa"),
        ("People's Republic of China", ["sp:State"], "state_china"),
        ("CNSA", [], "organisation_cnsa"),  # also a part of the names of a road map and a group
    ],
)
def test_a_thing_of_the_graph_is_found_by_the_names_of_the_lookup(name: str, kinds: list[str], iri: str) -> None:
    assert names.resolve(packaged(), name, kinds).value == SPID + iri


def test_a_name_of_another_kind_is_not_found() -> None:
    with pytest.raises(UnknownName):
        names.resolve(packaged(), "People's Republic of China", ["sp:Programme"])


# The command


def test_the_command_prints_only_what_the_graph_does_not_contain() -> None:
    done = run("things", "Peru", "Pakistan", "CONIDA", "SUPARCO")
    assert (done.returncode, done.stdout) == (0, f"{PREFIXES}\n{PERU}\n{CONIDA}")
    assert done.stderr == (
        "spacepact: Pakistan: the graph contains it already: spid:state_pakistan\n"
        "spacepact: SUPARCO: the graph contains it already: spid:organisation_suparco\n"
    )


def test_the_command_adds_things_to_a_file_once(tmp_path: Path) -> None:
    path = tmp_path / "things.ttl"
    assert run("things", "Peru", "-o", str(path)).returncode == 0
    again = run("things", "Republic of Peru", "CONIDA", "-o", str(path))
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr == "spacepact: Republic of Peru: the graph contains it already: spid:state_peru\n"
    assert path.read_text(encoding="utf-8") == f"{PREFIXES}\n{PERU}\n{CONIDA}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["things", "Atlantis"], "unknown name 'Atlantis' (the list has states and space agencies: write other things"),
        (["things", "CONIDO"], "unknown name 'CONIDO'; did you mean CONIDA?"),
        (["things", "ISA"], "'ISA' names several things: write Iranian Space Agency or Israel Space Agency"),
        (["find", "Peru"], "the graph does not contain the state Peru yet: spacepact things Peru writes it as Turtle"),
        (["find", "People's Republic of China"], "; did you mean spid:state_china?"),
        (["query", "positions", "programme=People's Republic of China"], "; did you mean spid:state_china?"),
        (["show", "South Africa"], "spacepact things 'South Africa' writes it as Turtle"),
        (["query", "acts", "party=CONIDA"], "the organisation National Commission for Aerospace Research and"),
    ],
)
def test_an_unknown_name_says_how_to_add_it(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout.count("\n") <= 1, done.stderr.count("\n")) == (2, True, 1)
    assert message in done.stderr


# The data


def test_the_lookup_has_the_states_and_about_eighty_agencies() -> None:
    assert Counter(thing.kind for thing in ALL) == {"State": 196, "Organisation": 92}


def test_the_values_of_the_lookup_have_their_forms() -> None:
    codes = {thing.codes[0] for thing in ALL if thing.kind == "State"}
    for thing in ALL:
        for text in (thing.name, thing.abbreviation, *thing.other_names):
            assert text == unicodedata.normalize("NFC", " ".join(text.split())), text
            assert not re.search(r'["\\|]', text), text
        assert re.fullmatch(r"(state|organisation)_[a-z0-9]+(_[a-z0-9]+)*", thing.local_name)
        assert len(thing.label) <= 120
        assert thing.state in ("", *codes)
        for match in thing.matches:
            assert re.fullmatch(
                r"http://www\.wikidata\.org/entity/Q[1-9]\d*|https://sws\.geonames\.org/[1-9]\d*/"
                r"|https://ror\.org/0[a-z0-9]{8}|https://isni\.org/isni/\d{15}[\dX]",
                match,
            ), match


def test_no_two_things_of_the_lookup_share_an_identifier_or_an_iri() -> None:
    values = [value for thing in ALL for value in (*thing.identifiers, *thing.matches, thing.local_name)]
    assert [value for value, count in Counter(values).items() if count > 1] == []


def test_the_check_digits_of_ror_and_isni_are_right() -> None:
    """ROR: ISO/IEC 7064 MOD 97-10 in Crockford's base 32; ISNI: MOD 11-2."""
    for match in (match for thing in ALL for match in thing.matches):
        kind, _, value = match.rpartition("/")
        if kind == "https://ror.org":
            number = 0
            for character in value[:7]:
                number = number * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(character)
            assert int(value[7:]) == 98 - number * 100 % 97, match
        elif kind == "https://isni.org/isni":
            total = 0
            for digit in value[:15]:
                total = (total + int(digit)) * 2
            assert "0123456789X"[(12 - total % 11) % 11] == value[15], match


def test_the_identifiers_are_those_of_the_instances() -> None:
    """Each thing of the graph that the lookup also has, has no identifier that differs from the lookup."""
    store = packaged()
    for thing in ALL:
        found = find_known_thing(store, thing)
        if found is None:
            continue
        for quad in store.quads_for_pattern(found, None, None):
            if quad.predicate.value.endswith("exactMatch"):
                assert text_of(quad.object) in thing.matches, (found, quad.object)


def test_the_lookup_is_not_part_of_the_graph() -> None:
    store = packaged()
    assert sum(find_known_thing(store, thing) is not None for thing in ALL) < 15
