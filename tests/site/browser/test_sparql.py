"""The SPARQL page in the browser: the named queries have the answers of the native engine."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store, Triple, parse

from browser_fixtures import Open
from spacepact.ask import all_queries

pytestmark = pytest.mark.site

HOPED = NamedNode("https://w3id.org/spacepact/id/claim_scmp-3223585_0000_7")

# Send a query as the editor does.
_ASK = """async (query) => {
  const response = await fetch("sparql", { method: "POST", body: new URLSearchParams({ query }) });
  return [response.status, response.headers.get("Content-Type"), await response.text()];
}"""


@pytest.fixture(scope="module")
def native(site_url: str, site_folder: Path) -> Store:
    """The graph of the site in the native engine."""
    del site_url  # writes the folder
    store = Store()
    store.bulk_load(path=str(site_folder / "graph.nt"), format=RdfFormat.N_TRIPLES)
    return store


def opened(visit: Open, name: str = "positions") -> Page:
    """Open the page with a named query, and wait for its answer."""
    page = visit(f"sparql.html#{name}")
    expect(page.locator(".yasr_response_chip")).to_contain_text("seconds", timeout=30_000)
    return page


def type_query(page: Page, query: str) -> None:
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)


def rows(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)["results"]["bindings"]
    return found


def triples(text: bytes) -> set[Triple]:
    return {quad.triple for quad in parse(text, format=RdfFormat.TURTLE)}


def compare(page: Page, native: Store) -> tuple[int, list[str]]:
    """Run the named queries on the page; return the number of rows, and the queries whose answer is not *native*'s."""
    queries = json.loads(page.locator("#sparql-config").text_content() or "")["queries"]
    assert set(queries) == set(all_queries())
    differing, count = [], 0
    for name, query in queries.items():
        status, kind, body = page.evaluate(_ASK, query)
        assert status == 200, (name, body)
        expected = native.query(all_queries()[name].text)
        if isinstance(expected, QueryTriples):
            assert kind == "text/turtle"
            same = triples(body.encode()) == set(expected)
        else:
            assert isinstance(expected, QuerySolutions)
            in_order = rows((expected.serialize(format=QueryResultsFormat.JSON) or b"").decode())
            same = rows(body) == in_order
            count += len(in_order)
        differing += [] if same else [name]
    return count, differing


def test_every_named_query_has_the_rows_of_the_native_engine(visit: Open, native: Store) -> None:
    count, differing = compare(opened(visit), native)
    assert differing == []
    assert count > 1000


def test_a_claim_that_one_engine_lacks_is_found(visit: Open, native: Store) -> None:
    fewer = Store()
    fewer.extend(quad for quad in native if quad.subject != HOPED)
    _, differing = compare(opened(visit), fewer)
    assert {"positions", "prospects", "evidence"} <= set(differing)


def test_a_query_is_chosen_and_shown_as_a_table(visit: Open, native: Store) -> None:
    page = opened(visit)
    expect(page.locator("#sparql-state")).to_have_text(f"The graph is loaded: {len(native):,} triples.")
    page.get_by_label("Named query").select_option("counts")
    expected = native.query(all_queries()["counts"].text)
    assert isinstance(expected, QuerySolutions)
    expect(page.locator(".yasr_response_chip")).to_contain_text(f"{len(list(expected))} results")
    expect(page.locator(".yasr_results thead")).to_contain_text("measure")


def test_the_page_of_a_query_runs_it_with_one_click(visit: Open) -> None:
    page = visit("query/balance.html")
    page.get_by_role("link", name="Run it in the browser").click()
    expect(page.get_by_label("Named query")).to_have_value("balance")
    expect(page.locator(".yasr_response_chip")).to_contain_text("results", timeout=30_000)


def test_triples_are_shown(visit: Open) -> None:
    page = opened(visit, "about")
    expect(page.locator(".yasr_results")).to_contain_text("spid:")


def test_a_syntax_error_is_shown(visit: Open) -> None:
    page = opened(visit)
    type_query(page, "SELECT ?s WHERE { ?s ?p }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".yasr_results")).to_contain_text(re.compile("error at 1:2", re.IGNORECASE))


def test_a_long_query_is_aborted_and_the_next_runs(visit: Open) -> None:
    page = opened(visit)
    type_query(page, "SELECT (COUNT(*) AS ?count) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    button = page.locator(".yasqe_queryButton")
    button.click()
    expect(button).to_have_class(re.compile("busy"))
    button.click()
    expect(button).not_to_have_class(re.compile("busy"))
    expect(page.locator("#sparql-state")).to_contain_text("The graph is loaded", timeout=30_000)
    for _ in range(100):
        if len(page.workers) == 1:  # the one with the long query has ended
            break
        page.wait_for_timeout(100)
    assert len(page.workers) == 1
    page.get_by_label("Named query").select_option("counts")
    expect(page.locator(".yasr_results thead")).to_contain_text("measure")


def test_buttons_that_need_a_server_are_hidden(visit: Open) -> None:
    page = opened(visit)
    for selector in (".clearEndpointBtn", ".tabContextButton", ".yasqe_share", ".autocompleteWrapper"):
        expect(page.locator(selector).first).to_be_hidden()
