"""Named queries: their heads, their parameters, and the same answers in two engines."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from cases import CASES, Case
from spacepact.ask import parameters
from spacepact.ask.execute import Table, Triples, is_empty, run_query
from spacepact.ask.named_queries import Query, all_queries, find_query, read
from spacepact.errors import BadInput, UnknownName
from spacepact.graph import names, packaged_files
from spacepact.graph.select import select, text_of
from spacepact.terms import PREFIXES, SP, SPID
from spacepact_tools import catalogue

QUERIES = list(all_queries().values())
IDS = [query.name for query in QUERIES]
PAKISTAN = NamedNode(SPID + "state_pakistan")


def test_there_are_queries() -> None:
    assert len(QUERIES) >= 40
    assert len([query for query in QUERIES if not query.columns]) >= 2


def test_every_query_about_positions_can_be_asked_as_of_a_date() -> None:
    about = [query for query in QUERIES if "positions" in query.tags]
    assert len(about) > 5
    assert [query.name for query in about if "asof" not in [p.name for p in query.parameters]] == []


def test_the_kinds_of_parameters_are_known(store: Store) -> None:
    kinds = {kind for query in QUERIES for parameter in query.parameters for kind in parameter.kinds}
    assert len(kinds) > 5
    iris = {text_of(quad.subject) for quad in store}
    assert [kind for kind in sorted(kinds) if not names.of_kinds(store, iris, [kind])] == []


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_the_head_is_complete(query: Query) -> None:
    assert query.summary
    assert query.question.endswith("?")
    assert query.tags
    assert all(p.type in ("iri", "start-of-date", "end-of-date") and p.description for p in query.parameters)
    in_body = re.findall(r"^  VALUES \?(\w+) \{", query.text, re.M)
    assert [p.name for p in query.parameters] == in_body


def test_the_catalogue_is_current() -> None:
    written = catalogue.files()
    assert len(written) == 2
    assert {path.name for path, text in written.items() if path.read_text(encoding="utf-8") != text} == set()


def test_the_catalogue_as_data_holds_each_query() -> None:
    data = rdflib.Graph().parse(data=catalogue.turtle(), format="turtle")
    texts = {str(text) for form in (rdflib.SH.select, rdflib.SH.construct) for text in data.objects(None, form)}
    assert texts == {query.text for query in QUERIES}


def test_the_graph_holds_the_queries_as_resources(store: Store) -> None:
    sparql = "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?q WHERE { ?q a sh:SPARQLExecutable }"
    assert len(select(store, sparql)) == len(QUERIES)


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_the_columns_are_those_of_the_head(query: Query, richer: Store) -> None:
    answer = run_query(richer, query.text)
    if isinstance(answer, Table):
        assert tuple(answer.columns) == query.columns
    assert not is_empty(answer)


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_only_constructs_that_answer_alike_everywhere(query: Query) -> None:
    body = re.sub(r"^#.*$", "", query.text, flags=re.M)
    assert not re.search(r"\b(SERVICE|FROM|GRAPH|BASE|DESCRIBE|REDUCED)\b|SELECT \*", body)
    assert "ORDER BY" in body or "CONSTRUCT" in body


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_every_iri_is_declared(query: Query, store: Store) -> None:
    used = {PREFIXES[p] + name for p, name in re.findall(r"\b(sp|spid):([\w-]+)", query.text)}
    assert used
    assert [iri for iri in used if next(store.quads_for_pattern(NamedNode(iri), None, None), None) is None] == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_same_rows_in_both_engines(case: Case, store: Store, rdf: rdflib.Graph) -> None:
    asked = case.store(store)
    if case.example:
        dumped = asked.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        rdf = rdflib.Graph().parse(data=dumped, format="nt")
    sparql = case.sparql(asked)
    answer = run_query(asked, sparql)
    other = rdf.query(sparql)
    if isinstance(answer, Table):
        one = [tuple(text_of(row.get(column)) for column in answer.columns) for row in answer.rows]
        variables = [rdflib.Variable(column) for column in answer.columns]
        assert one == [tuple("" if row.get(v) is None else str(row[v]) for v in variables) for row in other.bindings]
    else:
        assert isinstance(answer, Triples)
        assert other.graph is not None
        assert {tuple(map(text_of, t)) for t in answer.triples} == {tuple(map(str, t)) for t in other.graph}


def test_both_engines_are_asked_every_query() -> None:
    assert {case.query.name for case in CASES} == set(IDS)


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_each_parameter_narrows_the_answer(query: Query, richer: Store) -> None:
    whole = size(richer, query.text)
    for parameter in query.parameters:
        # No date of a document is before the year 2, and no event after the year 9998.
        far = "9999" if parameter.type == "start-of-date" else "0001"
        value = "<https://example.org/nothing>" if parameter.type == "iri" else far
        narrowed = size(richer, query.bind(parameters.resolve_values(richer, query, [(parameter.name, value)])))
        assert narrowed == 0 if parameter.type == "iri" or parameter.name == "asof" else 0 < narrowed < whole


def size(store: Store, sparql: str) -> int:
    answer = run_query(store, sparql)
    assert isinstance(answer, Table | Triples)
    return len(answer.rows if isinstance(answer, Table) else answer.triples)


def test_several_values_are_several_answers(store: Store) -> None:
    query = find_query("acts")
    china = NamedNode(SPID + "state_china")

    def rows(*parties: NamedNode) -> int:
        return len(select(store, query.bind({"party": parties})))

    assert rows(PAKISTAN, china) == rows(PAKISTAN) + rows(china)


def test_a_query_depends_on_the_claim_it_answers_from(store: Store) -> None:
    claim = NamedNode(SPID + "claim_scmp-3223585_0000_7")
    less = Store()
    less.extend(quad for quad in store if quad.subject != claim)
    rows = select(less, find_query("positions").text)
    assert rows
    assert all(row["claim"] != claim for row in rows)
    assert any(row["claim"] == claim for row in select(store, find_query("positions").text))


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
    query = find_query("acts")
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
        find_query("postions")
    with pytest.raises(UnknownName, match="did you mean programme"):
        find_query("positions").bind({"program": []})


def test_a_query_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        find_query(str(tmp_path / "none.rq"))


def test_the_facts_query_names_only_declared_terms(store: Store) -> None:
    text = (packaged_files.root() / "ontology" / "facts.rq").read_text(encoding="utf-8")
    used = set(re.findall(r"\bsp:(\w+)", text))
    assert all(next(store.quads_for_pattern(NamedNode(SP + name), None, None), None) for name in used)
