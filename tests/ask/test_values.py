"""Parameter values: no value can change the query around it, and dates become moments."""

from __future__ import annotations

import random

import pytest
from edtf import parse_edtf
from pyoxigraph import Literal, NamedNode, Quad, Store

from command_line import run
from spacepact.ask import parameters, records
from spacepact.ask.execute import Table, run_query
from spacepact.ask.named_queries import Query, parse_query
from spacepact.errors import BadInput, UnknownName
from spacepact.graph import names, packaged
from spacepact.graph.edtf_dates import moments
from spacepact.graph.select import text_of
from spacepact.terms import expand

LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
CHARACTERS = "abz<>{}()[]\"'`#?$\\|^&;,.:=*+-/ \t\n\r国é\u202e\u0000\U0001f680"
SYNTAX = ("%s", "%00", "\\u003e", "\\u0022", "UNDEF", "VALUES ?x {", "} ?s ?p ?o . {", "INSERT DATA", "DROP ALL")
PIECES = [*CHARACTERS, *SYNTAX, "spid:", "sp:", "O'Brien", '"""', "# ", "<a>"]
QUERY = parse_query(
    "labels",
    """#+ param x: iri, a thing
SELECT ?x ?label WHERE {
  VALUES ?x { UNDEF }
  ?x <http://www.w3.org/2004/02/skos/core#prefLabel> ?label .
  BIND("VALUES ?x { UNDEF }" AS ?text) # VALUES ?x { UNDEF }
}""",
)
HOW_MANY = pytest.mark.parametrize("count", [100, pytest.param(1000, marks=pytest.mark.fuzz)])


def hostile(count: int) -> list[str]:
    """Return different texts, each a random sequence of PIECES."""
    chance = random.Random(11)
    texts: dict[str, None] = {}
    while len(texts) < count:
        texts["".join(chance.choices(PIECES, k=chance.randrange(1, 9)))] = None
    return list(texts)


def store_of(labels: list[str]) -> tuple[Store, dict[str, str]]:
    """Return a store with a thing for each label, and the IRIs of the things by label."""
    store, iris = Store(), {}
    for number, label in enumerate(labels):
        iris[label] = f"https://example.org/{number}"
        store.add(Quad(NamedNode(iris[label]), LABEL, Literal(label)))
    return store, iris


@HOW_MANY
def test_a_hostile_name_finds_its_own_thing(count: int) -> None:
    store, iris = store_of(hostile(count))
    matched = 0
    for text, iri in iris.items():
        if text != text.strip():
            continue  # the look-up ignores spaces at the ends
        try:
            values = parameters.resolve_values(store, QUERY, [("x", text)])
        except UnknownName:
            same = [name for name in iris if name.casefold() == text.casefold()]
            assert len(same) != 1 or expand(text) is not None
            continue
        answer = run_query(store, QUERY.bind(values))
        assert isinstance(answer, Table)
        assert [(text_of(row["x"]), text_of(row["label"])) for row in answer.rows] == [(iri, text)]
        matched += 1
    assert matched >= count / 2


@HOW_MANY
def test_a_hostile_string_finds_nothing(count: int) -> None:
    store, _ = store_of(["Pakistan", "China"])
    refused = accepted = 0
    for text in hostile(count):
        for value in (text, f"<{text}>", f"<https://example.com/{text}>", f"spid:{text}"):
            try:
                values = parameters.resolve_values(store, QUERY, [("x", value)])
            except UnknownName as error:
                assert "\n" not in str(error)
                refused += 1
                continue
            # An accepted value is one IRI, and the rest of the query is unchanged.
            (node,) = values["x"]
            assert QUERY.bind(values) == QUERY.text.replace("UNDEF", str(node), 1)
            assert run_query(store, QUERY.bind(values)) == Table(["x", "label"], [])
            accepted += 1
    assert refused > accepted > 0


@pytest.mark.parametrize("text", ["2023", "2024-02", "1900-02-28", "2000-12-31", "0001", "9999"])
def test_plain_dates_have_the_moments_of_the_edtf_parser(text: str) -> None:
    date = parse_edtf(text)
    days = [f"{d.tm_year:04d}-{d.tm_mon:02d}-{d.tm_mday:02d}" for d in (date.lower_strict(), date.upper_strict())]
    assert moments(text) == (f"{days[0]}T00:00:00", f"{days[1]}T23:59:59")


def dated(kind: str) -> Query:
    """Return a query with a parameter for a date."""
    return parse_query("dated", f"#+ param when: {kind}, a date\nSELECT ?when WHERE {{ VALUES ?when {{ UNDEF }} }}")


@pytest.mark.parametrize(
    ("kind", "text", "moment"),
    [
        ("start-of-date", "2023-02", "2023-02-01T00:00:00"),
        ("end-of-date", "2023-02", "2023-02-28T23:59:59"),
        ("end-of-date", "../2029", "2029-12-31T23:59:59"),
    ],
)
def test_dates_become_moments(kind: str, text: str, moment: str, store: Store) -> None:
    query = dated(kind)
    answer = run_query(store, query.bind(parameters.resolve_values(store, query, [("when", text)])))
    assert isinstance(answer, Table)
    assert [text_of(row["when"]) for row in answer.rows] == [moment]


@pytest.mark.parametrize("text", ["2023-13", "2023-02-30", "0000", "soon", "2030/2020", "2023\n\n1", "'2023'", ""])
def test_an_invalid_date_is_an_error(text: str, store: Store) -> None:
    with pytest.raises(BadInput):
        parameters.resolve_values(store, dated("end-of-date"), [("when", text)])


def test_an_interval_without_the_required_end_is_an_error(store: Store) -> None:
    with pytest.raises(BadInput, match=r"when=../2029 has no start date"):
        parameters.resolve_values(store, dated("start-of-date"), [("when", "../2029")])


def test_the_kinds_of_a_parameter_select_between_things_with_the_same_name(store: Store) -> None:
    both = Store()
    both.extend(store)
    both.add(Quad(NamedNode("https://example.org/hope"), LABEL, Literal("hoped")))
    with pytest.raises(UnknownName, match="names several things"):
        names.resolve(both, "hoped")
    assert names.resolve(both, "hoped", ["sp:stances"]).value.endswith("#stance_hoped")
    assert names.resolve(store, "China", ["sp:stances"]).value.endswith("state_china")


def test_completion_offers_only_names_of_the_kinds(store: Store) -> None:
    assert names.completions(store, "ho", ["sp:stances"]) == ["hoped"]
    assert "China" in names.completions(store, "chi", ["sp:Agent"])
    assert "China" not in names.completions(store, "chi", ["sp:Event"])


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "ILRS",
            'agreement=ILRS is read as "cooperation agreement on the ILRS that Pakistan hopes to sign"'
            " (spid:agreement_pakistan_ilrs_hoped)",
        ),
        ("artemis accords", None),
        ("spid:agreement_artemis_accords", None),
    ],
)
def test_a_value_that_is_a_part_of_a_name_is_reported(text: str, note: str | None) -> None:
    line = f"spacepact: note: {note}\n" if note else ""
    done = run("query", "signing", f"agreement={text}", "-f", "csv")
    assert (done.returncode, done.stderr) == (0, line)
    answer = records.query_records(packaged(), "signing", {"agreement": text})
    assert answer.notes == ([note] if note else [])
