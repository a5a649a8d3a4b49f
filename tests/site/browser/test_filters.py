"""The controls that hide claims: as of a day, by family of stance, by document.

One document was published on 10 June 2023, the other in September 2025, so by the 30th. The claims in the tests were
chosen from them by hand.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from browser_fixtures import Open

pytestmark = pytest.mark.site

HOPED_2023 = "id/claim_scmp-3223585_0000_7"
PLEDGED_2025 = "id/claim_thenews-1342410_0641_5"


def claim(page: Page, path: str) -> Locator:
    return page.locator(f"main [data-claim='{path}']").first


def visible(page: Page, attribute: str, selector: str = "main [data-claim]") -> set[str]:
    """The values of an attribute of the elements that are visible."""
    read = "(elements, name) => elements.filter((e) => e.checkVisibility()).map((e) => e.getAttribute(name))"
    return set(page.locator(selector).evaluate_all(read, attribute))


def test_as_of_a_day_hides_what_was_published_later_also_on_the_next_page(visit: Open) -> None:
    page = visit("id/state_pakistan.html")
    assert visible(page, "data-published") == {"2023-06-10", "2025-09-30"}
    day = page.get_by_role("slider", name="As of")
    assert day.get_attribute("aria-valuetext") == "today, everything"

    day.press("ArrowLeft")
    assert day.get_attribute("aria-valuetext") == "2025-09-30"
    expect(claim(page, PLEDGED_2025)).to_be_visible()
    day.press("ArrowLeft")
    assert day.get_attribute("aria-valuetext") == "2023-06-10"
    expect(claim(page, PLEDGED_2025)).to_be_hidden()
    expect(claim(page, HOPED_2023)).to_be_visible()
    assert visible(page, "data-published") == {"2023-06-10"}
    assert visible(page, "data-documents") == {"scmp-3223585"}

    page.get_by_role("link", name="China", exact=True).first.click()
    expect(page).to_have_title("China · SpacePact")
    expect(day).to_have_attribute("aria-valuetext", "2023-06-10")
    assert visible(page, "data-published") == {"2023-06-10"}
    page.get_by_role("link", name="Timeline", exact=True).click()
    expect(page).to_have_title("Timeline · SpacePact")
    expect(day).to_have_attribute("aria-valuetext", "2023-06-10")
    assert visible(page, "data-published", ".picture .row") <= {"2023-06-10", ""}
    day.press("End")
    assert "2025-09-30" in visible(page, "data-published", ".picture .row")
    page.go_back()
    assert visible(page, "data-published") == {"2023-06-10", "2025-09-30"}


def test_as_of_a_day_before_the_only_document_of_a_page(visit: Open) -> None:
    page = visit("id/state_pakistan.html")
    page.get_by_role("slider").press("Home")
    page.goto("id/passage_thenews-1342410_0641.html")
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuetext", "2023-06-10")
    assert visible(page, "data-claim") == set()
    page.get_by_role("slider").press("End")
    assert PLEDGED_2025 in visible(page, "data-claim")


# What appears on list pages only by September 2025, and what by June 2023.
LISTS = [
    ("documents.html", "document_thenews-1342410", "document_scmp-3223585"),
    ("things.html", "document_thenews-1342410", "state_pakistan"),
    ("left-open.html", "document_thenews-1342410", "document_scmp-3223585"),
    ("query/coverage.html", "document_thenews-1342410", "document_scmp-3223585"),
]


@pytest.mark.parametrize(("path", "later", "earlier"), LISTS)
def test_as_of_a_day_hides_entries_of_a_list(path: str, later: str, earlier: str, visit: Open) -> None:
    page = visit(path)
    entries = page.locator("main [data-published]")
    every = entries.count()
    day = page.get_by_role("slider", name="As of")
    day.press("Home")
    shown = visible(page, "data-published", "main [data-published]")
    assert "2023-06-10" in shown and shown <= {"2023-06-10", ""}
    left = entries.locator("visible=true").count()
    assert 0 < left < every
    expect(page.locator(".controls .shown")).to_contain_text(f"{left} of {every} ")
    expect(page.locator(".controls .shown")).to_contain_text("other numbers on this page count everything")
    assert entries.locator(f"a[href*='{later}']").locator("visible=true").count() == 0
    expect(entries.locator(f"a[href*='{earlier}']").first).to_be_visible()
    day.press("End")
    assert entries.locator("visible=true").count() == every
    expect(page.locator(".controls .shown")).to_contain_text(f"all {every} ")


def test_as_of_a_day_hides_empty_sections_and_the_links_to_them(visit: Open) -> None:
    page = visit("id/state_pakistan.html")
    sections, links = (page.locator(f"main {name}").locator("visible=true") for name in ("section", ".contents li"))
    every = sections.count()
    assert links.count() == every
    page.get_by_role("slider").press("Home")
    assert 0 < sections.count() < every
    assert links.count() == sections.count()


def test_as_of_a_day_hides_documents_and_claims_on_the_start_page(visit: Open) -> None:
    page = visit("index.html")
    later = page.locator(".cards-list a[href*=document_thenews-1342410]")
    earlier = page.locator(".cards-list a[href*=document_scmp-3223585]")
    expect(later).to_be_visible()
    page.get_by_role("slider", name="As of").press("Home")
    expect(later).to_be_hidden()
    expect(earlier).to_be_visible()
    assert visible(page, "data-published", "main .card") == {"2023-06-10"}
    assert page.locator("main h2").locator("visible=true").count() == 3


@pytest.mark.parametrize("path", ["queries.html", "ontology.html", "codes.html", "contradictions.html"])
def test_a_page_without_days_has_no_control(path: str, visit: Open) -> None:
    page = visit("things.html")
    page.get_by_role("slider").press("Home")
    page.goto(path)
    expect(page.locator("main h1")).to_be_visible()
    assert page.get_by_role("slider").count() == 0


def test_a_thing_shows_one_family_of_stances(visit: Open) -> None:
    page = visit("id/state_pakistan.html")
    families = visible(page, "data-family")
    assert families == {"done", "committed", "planned"}
    page.get_by_role("checkbox", name="stated").uncheck()
    page.get_by_role("checkbox", name="planned or hoped").uncheck()
    assert visible(page, "data-family") == {"committed"}
    expect(claim(page, HOPED_2023)).to_be_hidden()
    expect(claim(page, PLEDGED_2025)).to_be_visible()
    shown = len(visible(page, "data-claim"))
    expect(page.locator(".controls .shown")).to_contain_text(f"{shown} of ")
    assert page.locator("main section:visible").count() < page.locator("main section").count()
    page.get_by_role("checkbox", name="planned or hoped").check()
    expect(claim(page, HOPED_2023)).to_be_visible()


def test_a_thing_shows_one_document(visit: Open) -> None:
    page = visit("id/state_pakistan.html")
    page.get_by_label("Document").select_option("thenews-1342410")
    assert visible(page, "data-documents") == {"thenews-1342410"}
    page.get_by_label("Document").select_option(label="all documents")
    assert {"scmp-3223585", "thenews-1342410"} <= visible(page, "data-documents")


@pytest.mark.parametrize(("kind", "items"), [("network", ".edges a.claims"), ("timeline", ".row")])
def test_the_network_and_the_timeline_have_filters(kind: str, items: str, visit: Open) -> None:
    page = visit(f"{kind}.html")
    drawn = f".picture {items}"
    every = page.locator(drawn).count()
    assert {"done", "planned"} <= visible(page, "data-family", drawn)
    filters = page.locator(".picture-filters")
    filters.get_by_label("stated as holding").uncheck()
    families = visible(page, "data-family", drawn)
    assert "planned" in families and "done" not in families
    left = page.locator(f"{drawn}:not(.filtered-out)").count()
    assert 0 < left < every
    expect(filters.get_by_role("status")).to_contain_text(f"{left} of {every}")
    filters.get_by_label("stated as holding").check()
    filters.get_by_label("document").select_option("scmp-3223585")
    assert all("scmp-3223585" in names for names in visible(page, "data-documents", drawn))
    assert visible(page, "data-published", drawn) == {"2023-06-10"}


def test_as_of_a_day_hides_lines_of_the_network(visit: Open) -> None:
    page = visit("network.html")
    edges = ".picture .edges a.claims"
    assert visible(page, "data-published", edges) >= {"2023-06-10", "2025-09-30"}
    page.get_by_role("slider").press("Home")
    assert visible(page, "data-published", edges) <= {"2023-06-10", ""}
    assert HOPED_2023 in visible(page, "data-claims", edges)


def test_a_line_of_the_network_highlights_its_claim(visit: Open) -> None:
    page = visit("network.html")
    line = page.locator(f".edges a[data-claims='{HOPED_2023}']")
    x, y = line.evaluate("""(link) => {
      const drawn = link.querySelector("path.reach");
      link.scrollIntoView({ block: "center" });
      const matrix = drawn.getScreenCTM();
      const length = drawn.getTotalLength();
      const places = Array.from({ length: 99 }, (_, n) => drawn.getPointAtLength(length * (n + 1) / 100));
      const place = places.map((point) => point.matrixTransform(matrix))
        .find(({ x, y }) => document.elementFromPoint(x, y)?.closest("a") === link);
      return [place.x, place.y];
    }""")
    page.mouse.click(x, y)
    expect(claim(page, HOPED_2023)).to_be_focused()
    assert visible(page, "data-claim", ".is-highlighted") == {HOPED_2023}
    assert page.url.endswith("/network.html")


def test_the_keyboard_highlights_the_claims_of_a_line_and_returns(visit: Open) -> None:
    page = visit("network.html")
    line = page.locator(f".edges a[data-claims='{HOPED_2023}']")
    line.focus()
    page.keyboard.press("Enter")
    expect(claim(page, HOPED_2023)).to_be_focused()
    assert visible(page, "data-claim", ".is-highlighted") == {HOPED_2023}
    page.keyboard.press("Escape")
    expect(line).to_be_focused()
    expect(page.locator(".is-highlighted")).to_have_count(0)
