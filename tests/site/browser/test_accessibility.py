"""Accessibility: axe-core on each kind of page in light and dark, and the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from accessibility import violations
from browser_fixtures import Open
from page_kinds import PAGES

pytestmark = pytest.mark.site

# The query editor is a part of another project (YASGUI), so its inside is not checked here.
_NOT_OURS = {"sparql": ["#sparql-editor"]}
_FOCUS = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return [outlineStyle, parseFloat(outlineWidth)];
}"""


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing_serious(kind: str, visit: Open) -> None:
    page = visit(PAGES[kind], color_scheme="light")
    assert violations(page, _NOT_OURS.get(kind, [])) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, _NOT_OURS.get(kind, []), rules=["color-contrast"]) == []


def test_axe_finds_planted_mistakes(visit: Open) -> None:
    page = visit("index.html")
    page.locator("main h1").evaluate("""(heading) => {
      heading.style.color = "#eee";
      heading.insertAdjacentHTML("afterend", '<img src="assets/icon.svg"><select><option>a</option></select>');
    }""")
    rules = {found.partition(":")[0] for found in violations(page)}
    assert rules == {"color-contrast", "image-alt", "select-name"}


def press_tab(page: Page, times: int = 1) -> str:
    """Press the Tab key, and describe what has the focus: its id, its text or its kind of control."""
    for _ in range(times):
        page.keyboard.press("Tab")
    described: str = page.evaluate("""() => {
      const { id, tagName, type, textContent } = document.activeElement;
      return id || (tagName === "INPUT" ? type : tagName === "SELECT" ? "select" : textContent.trim());
    }""")
    return described


def test_the_first_tab_stop_skips_to_the_content(visit: Open) -> None:
    page = visit("id/state_pakistan.html")
    skip = page.get_by_role("link", name="Skip to the content")
    assert skip.bounding_box()["x"] < 0  # type: ignore[index]
    assert press_tab(page) == "Skip to the content"
    assert skip.bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    press_tab(page)
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_tab_key_reaches_every_control_in_order_with_a_visible_focus(visit: Open) -> None:
    page = visit("id/state_pakistan.html")
    controls = page.locator(".controls :is(input, select)").count()
    assert controls >= 5  # the day, families of stances, documents
    stops: list[str] = []
    while not stops or stops[-1] != "select":
        assert len(stops) < 120, "the last control is not reached"
        stops.append(press_tab(page))
        style, width = page.evaluate(_FOCUS)
        assert style != "none" and width >= 1, stops[-1]
    first = ["Skip to the content", "SpacePact", "search-text", "Things", "Documents", "Network", "Timeline"]
    assert stops[: len(first)] == first
    assert stops[-controls:] == ["range", *["checkbox"] * (controls - 2), "select"]


def test_the_tab_key_leaves_the_query_editor(visit: Open) -> None:
    page = visit("sparql.html")
    page.locator(".yasr_results table").wait_for()
    page.locator(".CodeMirror textarea").focus()
    press_tab(page)
    assert not page.evaluate("document.activeElement.matches('.CodeMirror textarea')")
