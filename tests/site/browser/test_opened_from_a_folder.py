"""The site without a web server: the pages work when they are opened as files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser import Watched

pytestmark = pytest.mark.site


@pytest.fixture
def page(watch: Callable[..., Watched], site_url: str, site_folder: Path) -> Page:
    """A page that opens files of the site; at the end, there must be no error and no request for another address."""
    del site_url  # writes the folder
    return watch(f"{site_folder.as_uri()}/").context.new_page()


def test_pages_have_style_scripts_and_search(page: Page, site_folder: Path) -> None:
    page.goto((site_folder / "id" / "state_pakistan.html").as_uri())
    expect(page.get_by_role("slider", name="As of")).to_be_visible()
    assert page.locator("body").evaluate("(body) => getComputedStyle(body).marginTop") == "0px"
    page.locator("#search-text").fill("suparco")
    page.locator("#search-results").get_by_role("option").first.click()
    expect(page).to_have_url(re.compile("^file:.*/id/organisation_suparco.html$"))
    page.get_by_role("link", name="Network", exact=True).click()
    expect(page.locator(".picture-filters")).to_be_visible()


def test_the_sparql_page_says_that_it_needs_a_server(
    watch: Callable[..., Watched], site_url: str, site_folder: Path
) -> None:
    del site_url
    watched = watch(f"{site_folder.as_uri()}/")
    page = watched.context.new_page()
    page.goto((site_folder / "sparql.html").as_uri())
    expect(page.locator("#sparql-state")).to_contain_text("needs scripts and a web server")
    expect(page.get_by_label("Named query")).to_be_hidden()
    watched.faults.clear()  # the browser blocks files that are loaded with their digest
