"""Tests of the timeline: where the bars are, what they look like, and what is left out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from invented_claims import attributes, drawing, invented_graph, parsed, with_class
from locations import TESTS
from spacepact.site.model import FAMILIES, Claim, SiteGraph
from spacepact.site.pictures import Picture, timeline, timeline_svg
from spacepact.site.pictures.time_axis import axis_of

Draw = Callable[..., Picture]

HOSTILE = "</title></svg><script>alert(1)</script> \"quoted\" 'apostrophes' & \u202e reversed \u0001"
CLAIMS = {
    "first": {"edtf": "2020", "label": "A signed in 2020."},
    "last": {"edtf": "2029", "label": "A signed in 2029."},
    "years": {"edtf": "2022/2024"},
    "leap_day": {"edtf": "2024-07-01"},
    "until": {"edtf": "../2024", "wording": "by 2024"},
    "since": {"edtf": "2025/.."},
    "either": {"edtf": "[2023,2024]", "wording": "last year", "more": "sp:hasTimeBasis sp:basis_inferred"},
    "about": {"edtf": "2023~"},
    "perhaps": {"edtf": "2021?/2023"},
    "undated": {"object": "agreement_b"},
    "soon": {"wording": "soon"},
    "unknown": {"edtf": "../.."},
    "pledged": {"edtf": "2021", "stance": "pledged"},
    "hoped": {"edtf": "2021", "stance": "hoped"},
    "denied": {"edtf": "2021", "stance": "denied"},
    "asked": {"edtf": "2021", "stance": "asked"},
    "hostile": {"edtf": "2021", "label": HOSTILE, "wording": "<b>&"},
    "long": {"edtf": "2021", "label": "A word " * 40, "wording": "w " * 30},
    "period": {"property": "period", "literal": "2021/2022"},
    "published": {"property": "publicationDate", "literal": "2021~"},
    "edtf_text": {"property": "identifier", "literal": "2021~"},
    "day": {"edtf": "2024-02-28"},
    "century": {"edtf": "1066"},
    "first_day": {"edtf": "../0001-01-01"},
    "last_day": {"edtf": "9999-12-31"},
    "no_end": {"edtf": "9999-12-31/.."},
}


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> tuple[SiteGraph, dict[str, Claim]]:
    labels = {"state_a": "A", "agreement_b": "B"}
    return invented_graph(tmp_path_factory.mktemp("timeline"), CLAIMS, labels, published="2019-05-06")


@pytest.fixture
def draw(invented: tuple[SiteGraph, dict[str, Claim]]) -> Draw:
    graph, claims = invented
    return lambda *names, root="": timeline_svg(graph, [claims[name] for name in names], root)


def bars(picture: Picture) -> dict[str, tuple[float, float]]:
    """Return the left end and the width of each bar, by the name of the claim."""
    return {
        row.get("data-claims", "").removeprefix("id/claim_tale_0000_"): _box(with_class(row, "bar")[0])
        for row in with_class(drawing(picture), "row")
    }


def _box(bar: ET.Element) -> tuple[float, float]:
    return float(bar.get("x", "")), float(bar.get("width", ""))


def row(picture: Picture, name: str) -> ET.Element:
    rows = with_class(drawing(picture), "row")
    return next(item for item in rows if item.get("data-claims") == f"id/claim_tale_0000_{name}")


def test_a_year_is_a_tenth_of_an_axis_of_ten_years(draw: Draw) -> None:
    # The axis has 900 pixels, from 30 to 930, for 2020 to the end of 2029: 90 pixels a year.
    found = bars(draw("first", "last", "years"))
    assert found == {"first": (30, 90), "last": (840, 90), "years": (210, 270)}


def test_a_day_is_as_wide_as_the_least_bar(draw: Draw) -> None:
    # 1 July 2024 is day 183 of 366. Its middle is at 30 + 90 * (4 + 182.5 / 366) = 434.9.
    left, width = bars(draw("first", "last", "leap_day"))["leap_day"]
    assert (left, width) == (432.9, 4)


def test_an_open_end_reaches_the_end_of_the_axis_and_is_faded(draw: Draw) -> None:
    # 2020 to 2030, and a tenth more for the open ends: 2019 to 2031 is 12 years of 75 pixels. 13 ticks are too many,
    # so the axis is from 2018 to 2032 in steps of two years: 14 years of 900 / 14 pixels.
    picture = draw("first", "last", "until", "since")
    year = 900 / 14
    found = bars(picture)
    assert found["until"] == pytest.approx((30, 7 * year), abs=0.1)
    assert found["since"] == pytest.approx((30 + 7 * year, 7 * year), abs=0.1)
    assert [_mask(row(picture, name)) for name in ("until", "since", "first")] == ["start", "end", ""]


def _mask(item: ET.Element) -> str:
    found = [group.get("mask", "") for group in item.iter("g")]
    return found[0].partition("-")[2].partition("-")[2].rstrip(")") if found[0] else ""


@pytest.mark.parametrize(
    ("name", "is_hatched", "mask"),
    [("first", False, ""), ("either", True, ""), ("about", True, "start-end"), ("perhaps", True, "start")],
)
def test_unsure_dates_are_hatched(draw: Draw, name: str, is_hatched: bool, mask: str) -> None:
    picture = draw("first", "last", name)
    item = row(picture, name)
    assert bool(with_class(item, "hatched")) == is_hatched
    assert _mask(item) == mask
    words = "".join(parsed(picture).itertext())
    assert ("uncertain, approximate or one of several dates" in words) == is_hatched
    assert ("without a limit" in words) == bool(mask)


def test_an_approximate_date_is_at_its_place_without_limits(draw: Draw) -> None:
    picture = draw("first", "last", "about")
    assert bars(picture)["about"] == (300, 90)
    assert (row(picture, "about").get("data-earliest"), row(picture, "about").get("data-latest")) == ("", "")
    assert row(picture, "about").get("data-each") == '[[["tale"],"2019-05-06","2023-01-01","2023-12-31"]]'


def test_claims_without_a_limit_are_left_out(draw: Draw) -> None:
    picture = draw("soon", "first", "undated", "unknown", "edtf_text")
    assert [claim.iri.rpartition("_")[2] for claim in picture.shown] == ["first"]
    assert [claim.path.removeprefix("id/claim_tale_0000_") for claim in picture.left_out] == [
        *("soon", "undated", "unknown", "edtf_text")
    ]
    assert picture.note == "The timeline shows 1 of 5 claims; the other 4 have no date."


def test_dates_that_a_claim_states_are_shown(draw: Draw) -> None:
    picture = draw("first", "last", "period", "published")
    assert bars(picture)["period"] == (120, 180)
    assert bars(picture)["published"] == (120, 90)


def test_without_dates_the_note_says_why(draw: Draw) -> None:
    picture = draw("undated")
    assert picture.svg == ""
    assert picture.note == "There is no timeline, because none of these claims has a date."
    assert draw().note == picture.note


def test_rows_are_in_order_of_time(draw: Draw) -> None:
    assert list(bars(draw("last", "years", "until", "since", "first"))) == [
        *("first", "years", "until", "since", "last"),
    ]


@pytest.mark.parametrize(
    ("name", "family", "word", "dashes"),
    [
        ("first", "done", "asserted", None),
        ("pledged", "committed", "pledged", "12 5"),
        ("hoped", "planned", "hoped", "5 4"),
        ("denied", "denied", "denied", "1 4"),
        ("asked", "asked", "asked", "10 4 1 4"),
    ],
)
def test_stance_is_a_word_a_class_and_a_border(
    draw: Draw, name: str, family: str, word: str, dashes: str | None
) -> None:
    picture = draw(name)
    item = row(picture, name)
    assert f"stance-{family}" in item.get("class", "").split()
    assert item.get("data-family") == family
    assert with_class(item, "stance-word")[0].text == f"{word} · "
    assert with_class(item, "bar")[0].get("stroke-dasharray") == dashes
    assert bool(with_class(item, "cross")) == (family == "denied")
    legend = [entry for entry in parsed(picture).iter("li") if entry.get("data-family")]
    assert ["".join(entry.itertext()).strip() for entry in legend] == [FAMILIES[family]]


def test_a_row_links_to_its_claim_and_has_data_for_the_filters(draw: Draw) -> None:
    item = row(draw("years", root="../"), "years")
    assert item.get("href") == "../id/claim_tale_0000_years.html"
    assert item.get("data-documents") == "tale"
    assert item.get("data-published") == "2019-05-06"
    assert (item.get("data-earliest"), item.get("data-latest")) == ("2022-01-01", "2024-12-31")
    assert item.get("data-each") == '[[["tale"],"2019-05-06","2022-01-01","2024-12-31"]]'


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("either", "2023 or 2024, worked out from “last year”"),
        ("until", "until 2024 (“by 2024”)"),
        ("since", "from 2025"),
        ("years", "2022 to 2024"),
        ("about", "2023 (approximate)"),
        ("perhaps", "2021 to 2023 (uncertain)"),
    ],
)
def test_the_time_is_given_as_written_and_as_resolved(draw: Draw, name: str, words: str) -> None:
    item = row(draw(name), name)
    assert with_class(item, "time")[0].text == words
    assert (item.findtext("title") or "").endswith(words)


def test_a_long_sentence_is_clipped_and_complete_in_the_title(draw: Draw) -> None:
    item = row(draw("long"), "long")
    sentence = with_class(item, "sentence")[0].text or ""
    assert sentence.endswith("…")
    assert len(sentence) < 120
    assert ("A word " * 40).strip() in (item.findtext("title") or "")


def test_hostile_texts_are_escaped(draw: Draw) -> None:
    picture = draw("hostile")
    root = parsed(picture)
    assert not {"script", "b"} & {item.tag for item in root.iter()}
    assert "&lt;script&gt;" in picture.svg
    assert "\u202e" not in picture.svg
    assert "\\u0001" in (row(picture, "hostile").findtext("title") or "")
    assert not {name for name in attributes(root) if name == "style" or name.startswith("on")}


def test_ids_are_unique_on_a_page_with_two_timelines(draw: Draw) -> None:
    pictures = [draw("until", "either"), draw("since", "about")]
    ids = [item.get("id") for picture in pictures for item in parsed(picture).iter() if item.get("id")]
    assert len(ids) == len(set(ids)) > 8
    for picture in pictures:
        own = {item.get("id") for item in parsed(picture).iter()}
        for item in parsed(picture).iter():
            for value in item.attrib.values():
                if value.startswith("url(#"):
                    assert value[5:-1] in own


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (2024 + 58 / 366, 2024 + 61 / 366, ["28 Feb 2024", "29 Feb 2024", "1 Mar 2024", "2 Mar 2024"]),
        (2023.0, 2023 + 181 / 365, [f"{m} 2023" for m in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul")]),
        (2021.5, 2028.5, ["2021", "2022", "2023", "2024", "2025", "2026", "2027", "2028", "2029"]),
        (1992.0, 2051.0, ["1990", "2000", "2010", "2020", "2030", "2040", "2050", "2060"]),
        (1066.0, 1725.0, ["1000", "1100", "1200", "1300", "1400", "1500", "1600", "1700", "1800"]),
        (1.0, 9999.9, ["0", "1000", "2000", "3000", "4000", "5000", "6000", "7000", "8000", "9000", "10000"]),
        (2023.0, 2023.0, ["1 Jan 2023", "2 Jan 2023"]),
    ],
)
def test_ticks_suit_the_span(first: float, last: float, words: list[str]) -> None:
    axis = axis_of(first, last, 0, 100, most=12)
    assert [tick.words for tick in axis.ticks] == words
    assert (axis.x(axis.ticks[0].year), axis.x(axis.ticks[-1].year)) == (0, 100)


def test_a_timeline_of_centuries_and_one_of_days(draw: Draw) -> None:
    # 1066 to 2030: steps of 100 years would need 12 ticks, so the axis is from 1000 to 2200, with 0.75 pixels a year.
    # The middle of the bar is at 30 + 66.5 * 0.75 = 79.9.
    assert bars(draw("century", "last"))["century"] == (77.9, 4)
    assert bars(draw("day"))["day"][1] > 100


@pytest.mark.parametrize(
    ("name", "word"), [("first_day", "1 Jan 1"), ("last_day", "1 Jan 10000"), ("no_end", "1 Jan 10000")]
)
def test_the_first_and_the_last_possible_days_are_shown(draw: Draw, name: str, word: str) -> None:
    picture = draw(name)
    assert bars(picture)[name][1] > 3
    assert word in {text.text for text in drawing(picture).iter("text")}


def test_more_rows_than_the_limit_are_left_out(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST_ROWS", 2)
    picture = draw("last", "first", "years")
    assert list(bars(picture)) == ["first", "years"]
    assert [claim.earliest[:4] for claim in picture.left_out] == ["2029"]
    assert picture.note == "The timeline shows the first 2 of 3 claims that have a date."


_PRINT = """
import hashlib
from spacepact.graph import packaged
from site_graph import site_graph
from spacepact.site.pictures import network_svg, timeline_svg
graph = site_graph(packaged())
for draw in (network_svg, timeline_svg):
    print(hashlib.sha256(draw(graph, graph.claims.values(), "").svg.encode()).hexdigest())
"""


def test_two_processes_draw_the_same_pictures() -> None:
    outputs = [
        subprocess.run(
            [sys.executable, "-c", _PRINT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(TESTS / "support")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    ]
    assert outputs[0] == outputs[1]
    assert len(outputs[0].split()) == 2
