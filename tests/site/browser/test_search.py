"""The search of the site, with the mouse and with the keyboard only."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser_fixtures import Open

pytestmark = pytest.mark.site


def results(page: Page) -> Locator:
    return page.locator("#search-results").get_by_role("option")


def chosen(page: Page) -> Locator:
    """The selected result; assistive technology finds it by the attribute of the field."""
    return page.locator(f"#{page.locator('#search-text').get_attribute('aria-activedescendant')}")


def test_a_name_is_found_and_opened_with_the_mouse(visit: Open) -> None:
    page = visit("query/balance.html")
    page.get_by_role("combobox", name="Search names and sentences").fill("suparco")
    expect(results(page).first).to_have_text(re.compile("^SUPARCO"))
    results(page).first.click()
    expect(page).to_have_url(re.compile("/id/organisation_suparco.html$"))


def test_a_part_of_a_sentence_finds_the_claim(visit: Open) -> None:
    page = visit("index.html")
    page.locator("#search-text").fill("hopes to soon SIGN a cooperation")
    expect(results(page)).to_have_count(1)
    expect(results(page)).to_have_text(re.compile("^Pakistan hopes to soon sign .*claim, hoped$"))
    expect(page.locator("#search-status")).to_have_text("1 result")


def test_without_a_result_the_status_says_so(visit: Open) -> None:
    page = visit("index.html")
    page.locator("#search-text").fill("zzzz")
    expect(page.locator("#search-status")).to_have_text("No results")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_the_keyboard_alone_searches(visit: Open) -> None:
    page = visit("network.html")
    field = page.locator("#search-text")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("lunar")
    expect(field).to_have_attribute("aria-expanded", "true")
    count = results(page).count()
    assert count > 2
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(results(page).nth(count - 1)).to_have_attribute("aria-selected", "true")
    assert chosen(page).get_attribute("aria-selected") == "true"

    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("lunar")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")

    page.keyboard.type("Amer Nadeem")
    expect(results(page).first).to_have_text(re.compile("^Amer Nadeem"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/id/person_amer_nadeem.html$"))


def test_a_slash_in_a_field_is_text(visit: Open) -> None:
    page = visit("index.html")
    page.locator("#search-text").fill("a")
    page.keyboard.type("/")
    expect(page.locator("#search-text")).to_have_value("a/")
