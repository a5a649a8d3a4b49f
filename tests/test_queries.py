"""Named queries: their heads, their parameters, and the same answers in two engines."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Store

from spacepact import catalogue, folders, graph
from spacepact.answers import Table, ask
from spacepact.errors import BadInput, UnknownName
from spacepact.queries import Query, find, named, read
from spacepact.terms import PREFIXES, SP, SPID

QUERIES = list(named().values())
IDS = [query.name for query in QUERIES]
PAKISTAN = NamedNode(SPID + "state_pakistan")
NOTHING = NamedNode("https://example.org/nothing")


def table(store: Store, sparql: str) -> tuple[list[str], list[graph.Row]]:
    answer = ask(store, sparql)
    assert isinstance(answer, Table)
    return answer.columns, answer.rows


def test_there_are_queries() -> None:
    assert len(QUERIES) >= 10


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_the_head_is_complete(query: Query) -> None:
    assert query.summary
    assert query.question.endswith("?")
    assert query.tags
    assert all(p.type == "iri" and p.description for p in query.parameters)
    in_body = re.findall(r"^  VALUES \?(\w+) \{", query.text, re.M)
    assert [p.name for p in query.parameters] == in_body


def test_the_catalogue_is_current() -> None:
    written = catalogue.files()
    assert len(written) == 2
    assert {path.name for path, text in written.items() if path.read_text(encoding="utf-8") != text} == set()


def test_the_catalogue_as_data_holds_each_query() -> None:
    data = rdflib.Graph().parse(data=catalogue.turtle(), format="turtle")
    texts = {str(text) for text in data.objects(None, rdflib.SH.select)}
    assert texts == {query.text for query in QUERIES}


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_the_columns_are_those_of_the_head(query: Query, store: Store) -> None:
    columns, rows = table(store, query.text)
    assert tuple(columns) == query.columns
    assert rows


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_only_constructs_that_answer_alike_everywhere(query: Query) -> None:
    body = re.sub(r"^#.*$", "", query.text, flags=re.M)
    assert not re.search(r"\b(SERVICE|FROM|GRAPH|BASE|DESCRIBE|REDUCED)\b|SELECT \*", body)
    assert "ORDER BY" in body


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_every_iri_is_declared(query: Query, store: Store) -> None:
    used = {PREFIXES[p] + name for p, name in re.findall(r"\b(sp|spid):([\w-]+)", query.text)}
    assert used
    assert [iri for iri in used if next(store.quads_for_pattern(NamedNode(iri), None, None), None) is None] == []


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_the_same_rows_in_both_engines(query: Query, store: Store, rdf: rdflib.Graph) -> None:
    columns, rows = table(store, query.text)
    one = [tuple(graph.text(row.get(column)) for column in columns) for row in rows]
    answer = rdf.query(query.text).bindings
    cells = [[row.get(rdflib.Variable(column)) for column in columns] for row in answer]
    other = [tuple("" if cell is None else str(cell) for cell in row) for row in cells]
    assert one == other


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_each_parameter_narrows_the_answer(query: Query, store: Store) -> None:
    for parameter in query.parameters:
        assert graph.select(store, query.bind({parameter.name: [NOTHING]})) == []


def test_several_values_are_several_answers(store: Store) -> None:
    query = find("acts")
    china = NamedNode(SPID + "state_china")

    def rows(*parties: NamedNode) -> int:
        return len(graph.select(store, query.bind({"party": parties})))

    assert rows(PAKISTAN, china) == rows(PAKISTAN) + rows(china)


def test_a_query_depends_on_the_claim_it_answers_from(store: Store) -> None:
    claim = NamedNode(SPID + "claim_scmp-3223585_0000_7")
    less = Store()
    less.extend(quad for quad in store if quad.subject != claim)
    rows = graph.select(less, find("positions").text)
    assert rows
    assert all(row["claim"] != claim for row in rows)
    assert any(row["claim"] == claim for row in graph.select(store, find("positions").text))


def test_a_block_in_a_comment_or_string_is_no_parameter(tmp_path: Path) -> None:
    path = tmp_path / "tricky.rq"
    path.write_text(
        "#+ param x: iri, a thing\n# VALUES ?x { UNDEF }\nSELECT ?x WHERE { VALUES ?x { UNDEF } "
        'BIND("VALUES ?x { UNDEF }" AS ?y) BIND("""VALUES ?x { "" }""" AS ?z) ?x a <urn:a#VALUES> }'
    )
    bound = read(path).bind({"x": [PAKISTAN]})
    assert bound.count(str(PAKISTAN)) == 1
    assert f"WHERE {{ VALUES ?x {{ {PAKISTAN} }}" in bound


def test_no_value_can_end_its_block() -> None:
    chance = random.Random(3)
    query = find("acts")
    bound = 0
    for _ in range(1000):
        text = "https://example.org/" + "".join(chance.choices("a>}\"{#' \n\\é国`^|", k=chance.randrange(1, 12)))
        try:
            node = NamedNode(text)
        except ValueError:
            continue
        filled = query.bind({"party": [node]})
        assert filled.replace(str(node), "spid:state_pakistan") == query.text
        bound += 1
    assert bound > 20


def test_unknown_query_and_parameter() -> None:
    with pytest.raises(UnknownName, match="did you mean positions"):
        find("postions")
    with pytest.raises(UnknownName, match="did you mean programme"):
        find("positions").bind({"program": []})


def test_a_query_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        find(str(tmp_path / "none.rq"))


def test_the_facts_query_names_only_declared_terms(store: Store) -> None:
    text = (folders.root() / "ontology" / "facts.rq").read_text(encoding="utf-8")
    used = set(re.findall(r"\bsp:(\w+)", text))
    assert all(next(store.quads_for_pattern(NamedNode(SP + name), None, None), None) for name in used)
