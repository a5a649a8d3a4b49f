"""Hostile user data in the browser: nothing in it runs, and it is shown as text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser import Watched
from hostile_site import OWN, SCRIPT

pytestmark = pytest.mark.site

_SCRIPTS = """() => [...document.scripts].filter(({ type }) => !type.includes("json"))
  .filter(({ src, textContent }) => !src.startsWith(location.origin) || textContent).length"""
_OWN_CLAIMS = ("other/hope.html", "other/address.html", "other/passage.html")
_PAGES = ("index.html", "things.html", "documents.html", "network.html", "timeline.html", "query/names.html")


@pytest.fixture
def watched(watch: Callable[..., Watched], hostile_url: str) -> Watched:
    """The hostile site; at the end, there must be no dialog, no error and no request to another host."""
    return watch(hostile_url)


@pytest.fixture
def page(watched: Watched) -> Page:
    """A page of the hostile site."""
    return watched.context.new_page()


def test_no_page_runs_a_script_of_the_data(page: Page) -> None:
    page.goto("things.html")
    paths = page.locator("a[href^='other/']").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert len(paths) >= 5
    for path in (*paths, *_OWN_CLAIMS, *_PAGES):
        page.goto(path)
        assert page.evaluate(_SCRIPTS) == 0, path
        assert page.locator("img, iframe, object, a[href^='javascript:'], a[href^='data:']").count() == 0, path


def test_the_search_shows_a_script_as_text(page: Page) -> None:
    page.goto("index.html")
    page.locator("#search-text").fill("</script>")
    found = page.locator("#search-results").get_by_role("option").filter(has_text=SCRIPT)
    expect(found.first).to_be_visible()
    found.first.click()
    expect(page.locator("main h1")).to_contain_text(SCRIPT)


def test_the_controls_show_the_name_of_a_document_as_text(page: Page) -> None:
    page.goto("network.html")
    expect(page.locator(".picture-filters select")).to_contain_text("scmp-3223585")


def test_the_sparql_page_shows_a_script_as_text(page: Page, watched: Watched) -> None:
    """The editor cleans markup with DOMPurify, which parses it in a document without scripts.

    Chromium reports the event handler there as blocked by the policy of the page.
    """
    page.goto("sparql.html")
    expect(page.locator(".yasr_response_chip")).to_contain_text("seconds", timeout=30_000)
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(f"SELECT ?text {{ <{OWN}agency> ?p ?text }} ORDER BY ?text")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".yasr_results")).to_contain_text(SCRIPT)
    assert page.locator("#sparql-editor img").count() == 0
    watched.faults[:] = [fault for fault in watched.faults if "Executing inline event handler violates" not in fault]
