"""Named queries: headers, parameters, the catalogue, and equal answers in two engines."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

import sheet_examples
from command_line import run
from golden_cases import CASES, Case
from locations import EXAMPLES
from spacepact.ask import parameters
from spacepact.ask.execute import Table, Triples, is_empty, run_query
from spacepact.ask.named_queries import (
    NARROWING,
    VIEWS,
    Query,
    all_queries,
    claim_columns,
    find_query,
    header,
    parse_query,
    parse_sparql,
    read,
)
from spacepact.errors import BadInput, UnknownName
from spacepact.graph import names, packaged_files
from spacepact.graph.select import select, text_of
from spacepact.graph.store import derive_all, load_turtle
from spacepact.terms import PREFIXES, SP, SPID
from spacepact_tools import catalogue

QUERIES = list(all_queries().values())
IDS = [query.name for query in QUERIES]
PAKISTAN = NamedNode(SPID + "state_pakistan")


def test_there_are_queries() -> None:
    assert len(QUERIES) >= 40
    assert len([query for query in QUERIES if not query.columns]) >= 2


def test_queries_about_positions_have_a_parameter_for_the_date() -> None:
    about = [query for query in QUERIES if "positions" in query.tags]
    assert len(about) > 5
    assert [query.name for query in about if "asof" not in [p.name for p in query.parameters]] == []


def test_the_kinds_of_parameters_exist(store_with_examples: Store) -> None:
    kinds = {kind for query in QUERIES for parameter in query.parameters for kind in parameter.kinds}
    assert len(kinds) > 5
    iris = {text_of(quad.subject) for quad in store_with_examples}
    assert [kind for kind in sorted(kinds) if not names.of_kinds(store_with_examples, iris, [kind])] == []


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_the_header_is_complete(query: Query) -> None:
    assert query.summary
    assert query.question.endswith("?")
    assert query.tags
    assert all(p.type in ("iri", "start-of-date", "end-of-date") and p.description for p in query.parameters)
    in_body = re.findall(r"^ +VALUES \?(\w+) \{", query.text, re.M)
    assert [p.name for p in query.parameters if p != NARROWING] == in_body


def test_a_header_names_a_view_that_a_page_can_show() -> None:
    written = {query.name: view for query in QUERIES if (view := header(query.text).get("view")) is not None}
    assert written["timeline"] == "timeline"
    assert set(written.values()) <= set(VIEWS)
    assert {query.view for query in QUERIES} == set(VIEWS)


def test_a_query_without_a_view_shows_cards_if_it_has_claims() -> None:
    assert parse_query("a", "#+ columns: [thing, claim]\n").view == "cards"
    assert parse_query("b", "#+ columns: [first, first_sentence]\n").view == "cards"
    assert parse_query("c", "#+ columns: [thing, number]\n").view == "table"
    assert parse_query("d", "#+ columns: [thing, claim]\n#+ view: table\n").view == "table"


def test_every_query_about_claims_can_be_narrowed_to_a_document() -> None:
    assert [
        q.name for q in QUERIES if claim_columns(q.columns) and "document" not in [p.name for p in q.parameters]
    ] == []


def test_each_row_has_the_basis_of_its_claim(store_with_examples: Store) -> None:
    basis = NamedNode("https://w3id.org/spacepact/ontology#hasBasis")
    quads = store_with_examples.quads_for_pattern(None, basis, None)
    of_claim: dict[object, object] = {quad.subject: quad.object for quad in quads}
    printed = 0
    for query in QUERIES:
        if "claim" not in query.columns:
            continue
        answer = run_query(store_with_examples, query.text)
        assert isinstance(answer, Table)
        rows = [(row.get("basis"), of_claim[row["claim"]]) for row in answer.rows if "claim" in row]
        if query.name in ("why", "presupposed"):  # all their rows have the same basis
            assert len({expected for _, expected in rows}) == 1
        else:
            assert all(printed_basis == expected for printed_basis, expected in rows), query.name
            printed += len(rows)
    assert printed > 1000


@pytest.mark.parametrize("query", [query for query in QUERIES if NARROWING in query.parameters], ids=lambda q: q.name)
def test_a_document_keeps_the_rows_whose_claims_cite_it(query: Query, store_with_examples: Store) -> None:
    documents = "spid:document_scmp-3223585 spid:document_thenews-1342410 spid:document_quarrel"
    sparql = f"SELECT * {{ VALUES ?document {{ {documents} }} ?claim sp:hasEvidence/sp:isPassageOf ?document }}"
    cited: dict[object, set[object]] = {}
    for row in select(store_with_examples, parse_sparql(sparql).text):
        cited.setdefault(row["document"], set()).add(row["claim"])
    everything = run_query(store_with_examples, query.text)
    assert isinstance(everything, Table)
    for document, claims in cited.items():
        assert isinstance(document, NamedNode)
        narrowed = run_query(store_with_examples, query.bind({"document": [document]}))
        assert isinstance(narrowed, Table)
        columns = ["claim"] if "claim" in query.columns else ["first", "second"]
        if "passages" not in query.columns:  # other columns do not count or group what a claim cites
            assert narrowed.rows == [row for row in everything.rows if claims & {row.get(column) for column in columns}]


def test_the_rest_of_a_query_is_a_query_with_claims() -> None:
    named = [query.leaves_out for query in QUERIES if query.leaves_out]
    assert named
    assert [name for name, _ in named if "claim" not in find_query(name).columns] == []


def test_the_catalogue_is_current() -> None:
    written = catalogue.files()
    assert len(written) == 2
    assert {path.name for path, text in written.items() if path.read_text(encoding="utf-8") != text} == set()


def test_the_catalogue_as_turtle_contains_each_query() -> None:
    data = rdflib.Graph().parse(data=catalogue.turtle(), format="turtle")
    texts = {str(text) for form in (rdflib.SH.select, rdflib.SH.construct) for text in data.objects(None, form)}
    assert texts == {query.text for query in QUERIES}


def test_the_graph_contains_the_queries_as_resources(store: Store) -> None:
    sparql = "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?q WHERE { ?q a sh:SPARQLExecutable }"
    assert len(select(store, sparql)) == len(QUERIES)


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_the_columns_match_the_header(query: Query, store_with_examples: Store) -> None:
    answer = run_query(store_with_examples, query.text)
    if isinstance(answer, Table):
        assert tuple(answer.columns) == query.columns
    assert not is_empty(answer)


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_constructs_that_differ_between_stores_are_not_used(query: Query) -> None:
    body = re.sub(r"^#.*$", "", query.text, flags=re.M)
    assert not re.search(r"\b(SERVICE|FROM|GRAPH|BASE|DESCRIBE|REDUCED)\b|SELECT \*", body)
    assert "ORDER BY" in body or "CONSTRUCT" in body


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_every_iri_is_declared(query: Query, store: Store) -> None:
    used = {PREFIXES[p] + name for p, name in re.findall(r"\b(sp|spid):([\w-]+)", query.text)}
    assert used
    assert [iri for iri in used if next(store.quads_for_pattern(NamedNode(iri), None, None), None) is None] == []


FEW_EXAMPLES = [EXAMPLES / f"{name}.ttl" for name in ("agency", "disputes", "duties", "members")]


def in_rdflib(store: Store) -> rdflib.Graph:
    """Return the triples of a store in rdflib."""
    triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return rdflib.Graph().parse(data=triples, format="nt")


def assert_same_answer(sparql: str, store: Store, graph: rdflib.Graph) -> None:
    """Run a query in pyoxigraph and in rdflib; the rows must be equal, in the same order."""
    answer = run_query(store, sparql)
    other = graph.query(sparql)
    if isinstance(answer, Table):
        rows = [tuple(text_of(row.get(column)) for column in answer.columns) for row in answer.rows]
        variables = [rdflib.Variable(column) for column in answer.columns]
        assert rows == [tuple("" if row.get(v) is None else str(row[v]) for v in variables) for row in other.bindings]
    else:
        assert isinstance(answer, Triples)
        assert other.graph is not None
        assert {tuple(map(text_of, t)) for t in answer.triples} == {tuple(map(str, t)) for t in other.graph}


@pytest.fixture(scope="module")
def graphs(store: Store, rdf: rdflib.Graph) -> list[tuple[Store, rdflib.Graph]]:
    """Graphs in both engines, the smallest first: few examples, all examples, the packaged graph."""
    small = [load_turtle([*packaged_files.ontology(), *paths]) for paths in (FEW_EXAMPLES, EXAMPLES.glob("*.ttl"))]
    for examples in small:
        examples.extend(derive_all(examples))
    return [*((examples, in_rdflib(examples)) for examples in small), (store, rdf)]


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_rdflib_returns_the_same_rows(query: Query, graphs: list[tuple[Store, rdflib.Graph]]) -> None:
    """Use the smallest graph with rows: in the packaged graph, rdflib takes more than a minute for some queries."""
    store, graph = next((store, graph) for store, graph in graphs if size(store, query.text) > 0)
    assert_same_answer(query.text, store, graph)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=str)
def test_rdflib_returns_the_same_rows_for_each_golden_answer(case: Case, rdf: rdflib.Graph) -> None:
    store = case.store()
    assert_same_answer(case.sparql(store), store, in_rdflib(store) if case.example else rdf)


@pytest.mark.parametrize("query", QUERIES, ids=IDS)
def test_each_parameter_restricts_the_answer(query: Query, store_with_examples: Store) -> None:
    total = size(store_with_examples, query.text)
    for parameter in query.parameters:
        # No date of a document is before the year 2, and no event after the year 9998.
        far = "9999" if parameter.type == "start-of-date" else "0001"
        value = "<https://example.org/nothing>" if parameter.type == "iri" else far
        narrowed = size(
            store_with_examples,
            query.bind(parameters.resolve_values(store_with_examples, query, [(parameter.name, value)])),
        )
        assert narrowed == 0 if parameter.type == "iri" or parameter.name == "asof" else 0 < narrowed < total


def size(store: Store, sparql: str) -> int:
    """Return the number of rows or triples of an answer."""
    answer = run_query(store, sparql)
    assert isinstance(answer, Table | Triples)
    return len(answer.rows if isinstance(answer, Table) else answer.triples)


def test_several_values_give_the_rows_of_each(store: Store) -> None:
    query = find_query("acts")
    china = NamedNode(SPID + "state_china")

    def rows(*parties: NamedNode) -> int:
        return len(select(store, query.bind({"party": parties})))

    assert rows(PAKISTAN, china) == rows(PAKISTAN) + rows(china)


def test_a_values_block_in_a_comment_or_string_is_not_filled(tmp_path: Path) -> None:
    path = tmp_path / "tricky.rq"
    path.write_text(
        "#+ param x: iri, a thing\n# VALUES ?x { UNDEF }\nSELECT ?x WHERE { VALUES ?x { UNDEF } "
        'BIND("VALUES ?x { UNDEF }" AS ?y) BIND("""VALUES ?x { "" }""" AS ?z) ?x a <urn:a#VALUES> }'
    )
    bound = read(path).bind({"x": [PAKISTAN]})
    assert bound.count(str(PAKISTAN)) == 1
    assert f"WHERE {{ VALUES ?x {{ {PAKISTAN} }}" in bound


def test_an_iri_cannot_end_the_values_block() -> None:
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
    assert bound > 20, "most texts must not be IRIs, but some must"


def test_an_unknown_query_or_parameter_is_an_error() -> None:
    with pytest.raises(UnknownName, match="did you mean positions"):
        find_query("postions")
    with pytest.raises(UnknownName, match="did you mean programme"):
        find_query("positions").bind({"program": []})


def test_a_missing_query_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        find_query(str(tmp_path / "none.rq"))


def test_the_facts_query_uses_only_declared_terms(store: Store) -> None:
    text = (packaged_files.root() / "ontology" / "facts.rq").read_text(encoding="utf-8")
    used = set(re.findall(r"\bsp:(\w+)", text))
    assert all(next(store.quads_for_pattern(NamedNode(SP + name), None, None), None) for name in used)


def test_a_headline_supports_no_fact(tmp_path: Path) -> None:
    sheet = sheet_examples.write(tmp_path)  # its headline and a sentence of the text say the same
    turtle = sheet.with_suffix(".ttl")
    assert run("compile", str(sheet), "-o", str(turtle)).returncode == 0
    done = run("query", "why", "object=ferry accord", "-d", str(turtle), "-f", "csv")
    assert {row["claim"] for row in csv.DictReader(done.stdout.splitlines())} == {SPID + "claim_ferry-accord_0040_1"}


def test_why_names_the_kinds_of_passages_that_give_facts() -> None:
    graph = rdflib.Graph().parse(packaged_files.root() / "ontology" / "claim-codes.ttl")
    giving = graph.subjects(rdflib.URIRef(SP + "givesFacts"), rdflib.Literal(True))
    assert set(re.findall(r"sp:(passage_\w+)", find_query("why").text)) == {
        str(kind).removeprefix(SP) for kind in giving
    }
