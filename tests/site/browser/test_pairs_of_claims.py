"""Contradictions, and hopes with what became of them, which only the invented examples have: pairs of cards."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accessibility import violations
from browser import PHONE, WIDTH, Watched, wide_elements

pytestmark = pytest.mark.site


@pytest.mark.parametrize("path", ["contradictions.html", "hopes.html", "query/contradictions.html"])
def test_pairs_fit_on_a_phone_and_are_accessible(path: str, watch: Callable[..., Watched], examples_url: str) -> None:
    page = watch(examples_url, viewport=PHONE, is_mobile=True, color_scheme="dark").context.new_page()
    page.goto(path)
    assert page.locator(".pair").count() > 3
    assert page.evaluate(WIDTH) == PHONE["width"], wide_elements(page)
    assert violations(page) == []


def test_a_filter_hides_the_heading_of_a_pair_with_its_claims(watch: Callable[..., Watched], examples_url: str) -> None:
    page = watch(examples_url).context.new_page()
    page.goto("contradictions.html")
    every = page.locator(".pair").count()
    page.get_by_label("Document").select_option("disputes")
    shown = page.locator(".pair:visible").all()
    assert 0 < len(shown) < every
    for pair in shown:
        assert pair.locator("[data-documents=disputes]:visible").count() == 2
        assert pair.locator(".card:visible").count() == 2


@pytest.mark.parametrize("path", ["contradictions.html", "hopes.html"])
def test_a_pair_is_hidden_before_its_later_claim_is_published(
    path: str, watch: Callable[..., Watched], examples_url: str
) -> None:
    page = watch(examples_url).context.new_page()
    page.goto(path)
    pairs = page.locator(".pair")
    every = pairs.count()
    slider = page.get_by_role("slider", name="As of")
    left = []
    for _ in range(int(slider.get_attribute("max") or 0)):
        slider.press("ArrowLeft")
        shown = pairs.locator("visible=true")
        left.append(shown.count())
        assert {pair.locator(".card:visible").count() for pair in shown.all()} <= {2}
    assert left == sorted(left, reverse=True)
    assert left[-1] < every
