"""The site with scripts off: complete pages, pictures with links, and no control without effect."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser_fixtures import Open
from page_kinds import PAGES

pytestmark = pytest.mark.site

_CONTROLS = "input, select, textarea, button, [role=slider], [role=combobox]"


@pytest.mark.parametrize("kind", PAGES)
def test_each_page_is_complete_and_has_no_dead_control(kind: str, visit: Open) -> None:
    page = visit(PAGES[kind], java_script_enabled=False)
    expect(page.locator("main h1")).to_be_visible()
    assert len(page.locator("main").inner_text()) > 80
    assert page.locator(_CONTROLS).locator("visible=true").count() == 0
    assert page.locator("[data-claim]:not(details *)").locator("visible=false").count() == 0


def test_a_dead_control_is_found(visit: Open) -> None:
    page = visit("index.html", java_script_enabled=False)
    page.locator("main h1").evaluate("(heading) => heading.append(document.createElement('select'))")
    assert page.locator(_CONTROLS).locator("visible=true").count() == 1


@pytest.mark.parametrize(("kind", "link"), [("network", ".nodes a"), ("timeline", ".row")])
def test_the_pictures_are_images_with_links(kind: str, link: str, visit: Open) -> None:
    page = visit(f"{kind}.html", java_script_enabled=False)
    expect(page.locator(f"svg.{kind}")).to_be_visible()
    first = page.locator(f"svg.{kind} {link}").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/id/[^/]+.html$"))
    expect(page.locator("main h1")).to_be_visible()


def test_the_sparql_page_says_where_the_answers_are(visit: Open) -> None:
    page = visit("sparql.html", java_script_enabled=False)
    expect(page.get_by_text("This page needs scripts and a web server")).to_be_visible()
    page.locator("main").get_by_role("link", name="named queries").click()
    expect(page).to_have_title(re.compile("^Queries"))


def test_details_open_without_scripts(visit: Open) -> None:
    page = visit("id/state_pakistan.html", java_script_enabled=False)
    details = page.locator(".card details").first
    details.locator("summary").click()
    expect(details.get_by_text("Evidence", exact=True)).to_be_visible()
