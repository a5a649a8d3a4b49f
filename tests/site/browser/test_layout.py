"""The layout of each kind of page: on a phone, in the dark, and on paper."""

from __future__ import annotations

import pytest

from browser import PHONE, WIDTH, wide_elements
from browser_fixtures import Open
from page_kinds import PAGES

pytestmark = pytest.mark.site

# The relative luminance of a colour such as rgb(21, 24, 28), from 0 to 1.
_LUMINANCE = """(property) => {
  const channels = getComputedStyle(document.body)[property].match(/[\\d.]+/g).slice(0, 3).map((value) => value / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return channels[0] * 0.2126 + channels[1] * 0.7152 + channels[2] * 0.0722;
}"""
# The words in cells of tables that are on two lines.
_BROKEN_WORDS = """() => [...document.querySelectorAll("td")].flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const words = [];
  while (texts.nextNode()) {
    for (const { 0: word, index } of texts.currentNode.textContent.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) words.push(word);
    }
  }
  return words;
})"""
_CONTROLS = ("header nav", "#search", ".controls", ".picture-filters", ".contents", ".neighbours")


@pytest.mark.parametrize("kind", PAGES)
def test_a_phone_shows_each_page_without_scrolling_sideways(kind: str, visit: Open) -> None:
    page = visit(PAGES[kind], viewport=PHONE, is_mobile=True, has_touch=True)
    if kind == "sparql":
        page.locator(".yasr_results table").wait_for()
    assert page.evaluate(WIDTH) == PHONE["width"], wide_elements(page)


def test_a_phone_shows_all_links_to_the_other_pages(visit: Open) -> None:
    page = visit("index.html", viewport=PHONE, is_mobile=True)
    boxes = [link.bounding_box() for link in page.locator("header nav a").all()]
    assert len(boxes) == 10
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)


def test_a_table_on_a_phone_breaks_no_word(visit: Open) -> None:
    page = visit("left-open.html", viewport=PHONE, is_mobile=True)
    assert page.evaluate(_BROKEN_WORDS) == []
    page.locator("td").first.evaluate(
        "(cell) => { cell.textContent = 'a'.repeat(99); cell.style.wordBreak = 'break-all'; }"
    )
    assert len(page.evaluate(_BROKEN_WORDS)) == 1


def test_a_page_that_is_too_wide_is_found(visit: Open) -> None:
    page = visit("index.html", viewport=PHONE, is_mobile=True)
    page.locator("main h1").evaluate("(element) => { element.style.minWidth = '500px'; }")
    assert page.evaluate(WIDTH) > PHONE["width"]


def test_dark_mode_has_light_text_on_a_dark_page(visit: Open) -> None:
    page = visit("id/state_pakistan.html", color_scheme="dark")
    assert page.evaluate(_LUMINANCE, "backgroundColor") < 0.05
    assert page.evaluate(_LUMINANCE, "color") > 0.6
    page.emulate_media(color_scheme="light")
    assert page.evaluate(_LUMINANCE, "backgroundColor") > 0.9
    assert page.evaluate(_LUMINANCE, "color") < 0.1


@pytest.mark.parametrize("kind", ["thing", "passage", "network", "timeline"])
def test_paper_has_the_claims_and_no_controls(kind: str, visit: Open) -> None:
    page = visit(PAGES[kind], color_scheme="dark")
    shown = [selector for selector in _CONTROLS if page.locator(selector).first.is_visible()]
    assert {"header nav", "#search"} <= set(shown)
    page.emulate_media(media="print")
    assert [selector for selector in shown if page.locator(selector).first.is_visible()] == []
    assert page.locator("main h1").is_visible()
    assert page.locator("main [data-claim], main svg").first.is_visible()
    assert page.evaluate(_LUMINANCE, "backgroundColor") == 1
    assert page.evaluate(_LUMINANCE, "color") == 0
