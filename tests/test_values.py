"""Parameter values: whatever is given, the query that is parsed is the query that is meant."""

from __future__ import annotations

import random

import pytest
from edtf import parse_edtf
from pyoxigraph import Literal, NamedNode, Quad, Store

from spacepact.ask import parameters
from spacepact.ask.execute import Table, run_query
from spacepact.ask.named_queries import Query, find_query, parse_query
from spacepact.errors import BadInput, UnknownName
from spacepact.graph import names
from spacepact.graph.edtf_dates import moments
from spacepact.graph.select import text_of
from spacepact.terms import expand

LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
PIECES = [
    *"abz<>{}()[]\"'`#?$\\|^&;,.:=*+-/ \t\n\r",
    *("国", "é", "\u202e", "\u0000", "\U0001f680", "%s", "%00", "\\u003e", "\\u0022"),
    *(
        "UNDEF",
        "VALUES ?x {",
        "} ?s ?p ?o . {",
        "INSERT DATA",
        "DROP ALL",
        "spid:",
        "sp:",
        "O'Brien",
        '"""',
        "# ",
        "<a>",
    ),
]
ASKED = """#+ param x: iri, a thing
SELECT ?x ?label WHERE {
  VALUES ?x { UNDEF }
  ?x <http://www.w3.org/2004/02/skos/core#prefLabel> ?label .
  BIND("VALUES ?x { UNDEF }" AS ?text) # VALUES ?x { UNDEF }
}"""


def hostile(count: int) -> list[str]:
    chance = random.Random(11)
    return list(dict.fromkeys("".join(chance.choices(PIECES, k=chance.randrange(1, 9))) for _ in range(count)))


@pytest.fixture(scope="module")
def named_hostilely() -> tuple[Store, dict[str, str]]:
    """A store of things with hostile names, and their IRIs by name."""
    store, known = Store(), {}
    for number, text in enumerate(hostile(1500)):
        known[text] = f"https://example.org/{number}"
        store.add(Quad(NamedNode(known[text]), LABEL, Literal(text)))
    return store, known


def test_a_thousand_hostile_names_each_find_their_own_thing(named_hostilely: tuple[Store, dict[str, str]]) -> None:
    store, known = named_hostilely
    query, found = parse_query("asked", ASKED), 0
    for text, iri in known.items():
        try:
            given = parameters.resolve_values(store, query, [("x", text)])
        except UnknownName:
            alike = [name for name in known if name.casefold() == text.strip().casefold()]
            assert len(alike) != 1 or text != text.strip() or expand(text) is not None
            continue
        if text != text.strip():
            continue  # blanks at the ends are not looked at
        answer = run_query(store, query.bind(given))
        assert isinstance(answer, Table)
        assert [(text_of(row["x"]), text_of(row["label"])) for row in answer.rows] == [(iri, text)]
        found += 1
    assert found >= 1000


def test_a_thousand_hostile_strings_name_nothing(store: Store) -> None:
    query = find_query("acts")
    texts = hostile(1100)
    assert len(texts) >= 1000
    for text in texts:
        for value in (text, f"<{text}>", f"spid:{text}"):
            try:
                given = parameters.resolve_values(store, query, [("party", value)])
            except UnknownName as error:
                assert "\n" not in str(error)
                continue
            # What is let through is one IRI, written so that the rest of the query stays as it was.
            (node,) = given["party"]
            assert query.bind(given).replace(str(node), "spid:state_pakistan") == query.text
            assert run_query(store, query.bind(given)) == Table(list(query.columns), [])


@pytest.mark.parametrize("text", ["2023", "2024-02", "1900-02-28", "2000-12-31", "0001", "9999"])
def test_plain_dates_are_read_as_the_parser_reads_them(text: str) -> None:
    date = parse_edtf(text)
    days = [f"{d.tm_year:04d}-{d.tm_mon:02d}-{d.tm_mday:02d}" for d in (date.lower_strict(), date.upper_strict())]
    assert moments(text) == (f"{days[0]}T00:00:00", f"{days[1]}T23:59:59")


def dated(kind: str) -> Query:
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
def test_what_is_no_date(text: str, store: Store) -> None:
    with pytest.raises(BadInput):
        parameters.resolve_values(store, dated("end-of-date"), [("when", text)])


def test_a_date_that_is_open_at_the_side_that_counts(store: Store) -> None:
    with pytest.raises(BadInput, match=r"when=../2029 has no start date"):
        parameters.resolve_values(store, dated("start-of-date"), [("when", "../2029")])


def test_the_kind_of_a_parameter_settles_a_name_that_two_things_bear(store: Store) -> None:
    both = Store()
    both.extend(store)
    both.add(Quad(NamedNode("https://example.org/hope"), LABEL, Literal("hoped")))
    with pytest.raises(UnknownName, match="names several things"):
        names.resolve(both, "hoped")
    assert names.resolve(both, "hoped", ["sp:stances"]).value.endswith("#stance_hoped")
    assert names.resolve(store, "China", ["sp:stances"]).value.endswith("state_china")


def test_completion_offers_what_fits(store: Store) -> None:
    assert names.completions(store, "ho", ["sp:stances"]) == ["hoped"]
    assert "China" in names.completions(store, "chi", ["sp:Agent"])
    assert "China" not in names.completions(store, "chi", ["sp:Event"])
