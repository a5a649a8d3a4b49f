"""Tests of the network: which claims are drawn, where, with which line, and what is left out."""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Store

from invented_claims import attributes, drawing, invented_graph, parsed, with_class
from site_graph import site_graph
from spacepact.site.model import FAMILIES, Claim, SiteGraph
from spacepact.site.pictures import Picture, network, network_svg
from spacepact.site.pictures.layout import arrange
from spacepact.site.pictures.text_size import text_width

Draw = Callable[..., Picture]

HOSTILE = "</title></svg><script>alert(1)</script> \"quoted\" 'apostrophes' & \u202e reversed \u0001"
LABELS = {
    "state_a": "Arcadia",
    "state_b": "Borduria",
    "agreement_c": "Cloud Charter",
    "event_d": "Day of the Dunes",
    "field_e": "ethics",
    "group_f": "friends of Arcadia",
    "undertaking_g": HOSTILE,
    "choice_h": "house or hut",
}
AB = {"subject": "state_a", "object": "state_b", "property": "cooperatesWith"}
CLAIMS = {
    "done": {**AB, "label": "Arcadia works with Borduria."},
    "more": {**AB, "label": "Arcadia again works with Borduria.", "edtf": "2021"},
    "back": {**AB, "subject": "state_b", "object": "state_a"},
    "pledged": {**AB, "stance": "pledged"},
    "hoped": {**AB, "stance": "hoped", "edtf": "../2022"},
    "denied": {**AB, "stance": "denied"},
    "asked": {**AB, "stance": "asked"},
    "charter": {"subject": "state_a state_b", "object": "agreement_c"},
    "event": {"subject": "event_d", "object": "field_e", "property": "concerns"},
    "group": {"subject": "group_f", "object": "choice_h", "property": "concerns"},
    "hostile": {**AB, "object": "undertaking_g", "label": HOSTILE},
    "loop": {**AB, "object": "state_a"},
    "literal": {"property": "identifier", "literal": "A1"},
    "code": {"subject": "agreement_c", "property": "hasKind", "more": "sp:claimObject sp:kind_memorandum"},
}


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> tuple[SiteGraph, dict[str, Claim]]:
    return invented_graph(tmp_path_factory.mktemp("network"), CLAIMS, LABELS, published="2020-05")


@pytest.fixture
def draw(invented: tuple[SiteGraph, dict[str, Claim]]) -> Draw:
    graph, claims = invented
    return lambda *names, root="": network_svg(graph, [claims[name] for name in names], root)


@pytest.fixture(scope="module")
def packaged_network(store: Store) -> Picture:
    graph = site_graph(store)
    return network_svg(graph, graph.claims.values(), "")


def edges(picture: Picture) -> list[ET.Element]:
    return with_class(drawing(picture), "claims")


def nodes(picture: Picture) -> list[ET.Element]:
    return with_class(drawing(picture), "node")


def line(edge: ET.Element) -> ET.Element:
    return with_class(edge, "drawn-line")[0]


def names(edge: ET.Element) -> list[str]:
    return [path.removeprefix("id/claim_tale_0000_") for path in edge.get("data-claims", "").split()]


def test_two_things_are_joined_by_an_arrow_from_the_subject(draw: Draw) -> None:
    # The nodes are at 78 and 78 + 1.4 * 105 = 225, 36 from the top, with the radius 4 + 1.9 * 1. The line leaves
    # 2 pixels at its start and 3 at its end: from 78 + 5.9 + 2 to 225 - 5.9 - 3.
    forth, back = draw("done"), draw("back")
    assert line(edges(forth)[0]).get("d") == "M85.9 36L216.1 36"
    assert line(edges(back)[0]).get("d") == "M217.1 36L86.9 36"
    arrow = with_class(edges(forth)[0], "arrow")[0]
    assert arrow.get("d") == "M216.1 36L208.1 39.4L208.1 32.6Z"
    assert drawing(forth).get("viewBox") == "0 0 303 72"


def test_claims_of_one_family_and_direction_share_a_line(draw: Draw) -> None:
    picture = draw("done", "more", "hoped", "back")
    assert [(names(edge), edge.get("data-family")) for edge in edges(picture)] == [
        (["done", "more"], "done"),
        (["hoped"], "planned"),
        (["back"], "done"),
    ]
    assert edges(picture)[0].findtext("title") == (
        "Arcadia → Borduria\nasserted: Arcadia works with Borduria.\nasserted: Arcadia again works with Borduria."
    )


def test_lines_between_the_same_things_are_parallel(draw: Draw) -> None:
    picture = draw("done", "pledged", "hoped", "denied", "asked", "back")
    heights = sorted(float(re.split("[ L]", line(edge).get("d", ""))[1]) for edge in edges(picture))
    # Six lines, 7 pixels apart, around 36.
    assert heights == [18.5, 25.5, 32.5, 39.5, 46.5, 53.5]


@pytest.mark.parametrize(
    ("name", "family", "dashes"),
    [
        ("done", "done", None),
        ("pledged", "committed", "12 5"),
        ("hoped", "planned", "5 4"),
        ("denied", "denied", "1 4"),
        ("asked", "asked", "10 4 1 4"),
    ],
)
def test_each_family_has_its_line_and_its_words(draw: Draw, name: str, family: str, dashes: str | None) -> None:
    picture = draw(name)
    edge = edges(picture)[0]
    assert f"stance-{family}" in edge.get("class", "").split()
    assert line(edge).get("stroke-dasharray") == dashes
    assert bool(with_class(edge, "cross")) == (family == "denied")
    entry = next(item for item in parsed(picture).iter("li") if item.get("data-family"))
    assert "".join(entry.itertext()).strip() == FAMILIES[family]
    assert with_class(entry, "drawn-line")[0].get("stroke-dasharray") == dashes


def test_lines_and_things_are_links(draw: Draw) -> None:
    picture = draw("done", "more", "hoped", root="../")
    assert [edge.get("href") for edge in edges(picture)] == ["../id/state_a.html", "../id/claim_tale_0000_hoped.html"]
    assert [node.get("href") for node in nodes(picture)] == ["../id/state_a.html", "../id/state_b.html"]
    assert [node.findtext("title") for node in nodes(picture)] == [
        "Arcadia (party, 3 claims)",
        "Borduria (party, 3 claims)",
    ]


def test_lines_have_data_for_the_filters(draw: Draw) -> None:
    first, second = edges(draw("done", "more", "hoped"))
    assert (first.get("data-earliest"), first.get("data-latest")) == ("", "")
    assert (second.get("data-earliest"), second.get("data-latest")) == ("", "2022-12-31")
    assert {first.get("data-published"), second.get("data-published")} == {"2020-05-31"}
    assert first.get("data-documents") == "tale"
    assert first.get("data-ends") == "id/state_a id/state_b"
    assert json.loads(first.get("data-each", "")) == [
        [["tale"], "2020-05-31", "", ""],
        [["tale"], "2020-05-31", "2021-01-01", "2021-12-31"],
    ]


def test_joint_subjects_have_a_line_each(draw: Draw) -> None:
    picture = draw("charter")
    assert [edge.get("data-ends") for edge in edges(picture)] == [
        "id/state_a id/agreement_c",
        "id/state_b id/agreement_c",
    ]
    assert picture.note == "The network shows the claim, between 3 things."


def test_claims_that_are_not_between_two_things_are_left_out(draw: Draw) -> None:
    picture = draw("loop", "done", "literal", "code")
    assert [claim.path.rpartition("_")[2] for claim in picture.shown] == ["done"]
    assert [claim.path.rpartition("_")[2] for claim in picture.left_out] == ["loop", "literal", "code"]
    assert picture.note.endswith("The others are not about a relation between two things.")


def test_without_relations_the_note_says_why(draw: Draw) -> None:
    picture = draw("literal")
    assert picture.svg == ""
    assert picture.note == "There is no network, because none of these claims is about a relation between two things."
    assert draw().note == picture.note


def test_hostile_labels_are_escaped(draw: Draw) -> None:
    picture = draw("hostile")
    root = parsed(picture)
    assert "script" not in {item.tag for item in root.iter()}
    assert "&lt;script&gt;" in picture.svg
    assert "\u202e" not in picture.svg
    assert not {name for name in attributes(root) if name == "style" or name.startswith("on")}


def test_each_group_of_classes_has_its_shape(draw: Draw) -> None:
    picture = draw("charter", "event", "group", "hostile")
    shapes = [with_class(node, "shape")[0] for node in nodes(picture)]
    assert len({shape.get("class") for shape in shapes}) == 6
    corners = {shape.get("class"): len(re.findall("[ML]", shape.get("d", ""))) for shape in shapes}
    assert sorted(corners.values()) == [0, 0, 3, 4, 4, 6]
    legend = ["".join(item.itertext()).strip() for item in parsed(picture).iter("li")]
    assert legend == [
        "stated as holding",
        "party",
        "agreement",
        "undertaking, programme, mission or facility",
        "event",
        "place or field",
        "group, choice or unnamed thing",
    ]


def test_of_many_things_the_most_connected_are_drawn(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MOST_THINGS", 3)
    picture = draw("event", "charter", "done")
    assert [claim.path.rpartition("_")[2] for claim in picture.left_out] == ["event"]
    assert picture.note == (
        "The network shows 2 of 3 claims, between 3 things. The 2 things with the fewest claims are left out."
    )


def test_a_line_shows_that_a_claim_of_unknown_date_is_in_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    graph, claims = invented_graph(tmp_path_factory.mktemp("undated"), {"done": AB}, LABELS)
    picture = network_svg(graph, claims.values(), "")
    assert edges(picture)[0].get("data-published") == ""
    assert {node.get("data-published") for node in nodes(picture)} == {""}


def test_components_do_not_overlap() -> None:
    triangle, path, pair = [(0, 1), (1, 2), (2, 0)], [(3, 4), (4, 5), (5, 6)], [(7, 8)]
    layout = arrange(9, [*triangle, *path, *pair])
    areas = [
        [layout.places[node] for node in sorted({end for edge in part for end in edge})]
        for part in (triangle, path, pair)
    ]
    boxes = [(min(x), max(x), min(y), max(y)) for x, y in (zip(*area, strict=True) for area in areas)]
    for a, b in itertools.combinations(boxes, 2):
        assert a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2]
    assert all(0 < x < layout.width and 0 < y < layout.height for x, y in layout.places)


def test_nodes_at_the_same_place_are_moved_apart() -> None:
    # In a complete bipartite graph of 2 and 12 nodes, the algorithm puts nodes near each other.
    layout = arrange(14, [(a, b) for a in (0, 1) for b in range(2, 14)])
    distances = [math.dist(a, b) for a, b in itertools.combinations(layout.places, 2)]
    assert min(distances) > 30
    assert arrange(0, []).places == []


def test_no_text_overlaps_in_the_packaged_network(packaged_network: Picture) -> None:
    boxes = [_text_box(text) for node in nodes(packaged_network) for text in node.iter("text")]
    assert len(boxes) > 100
    for (left, top, right, bottom), (left2, top2, right2, bottom2) in itertools.combinations(boxes, 2):
        assert right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top


def _text_box(text: ET.Element) -> tuple[float, float, float, float]:
    size = float(text.get("font-size", ""))
    lines = list(text.iter("tspan"))
    width = max(text_width(row.text or "", size) for row in lines)
    x, y = (float(lines[0].get(key, "")) for key in "xy")
    left = {"start": x, "middle": x - width / 2, "end": x - width}[text.get("text-anchor", "")]
    # Coordinates are rounded, so the box is a little smaller than the one that was reserved.
    return left + 0.2, y - 0.9 * size + 0.2, left + width - 0.2, y + (len(lines) - 1) * 1.15 * size + 0.2 * size


def test_the_packaged_network_shows_claims_that_are_not_facts(packaged_network: Picture, store: Store) -> None:
    families = {edge.get("data-family") for edge in edges(packaged_network)}
    assert families == {"done", "committed", "planned", "asked"}
    claims = [*packaged_network.shown, *packaged_network.left_out]
    assert sorted(claim.iri for claim in claims) == list(site_graph(store).claims)
    shown = {path for edge in edges(packaged_network) for path in edge.get("data-claims", "").split()}
    assert shown == {claim.path for claim in packaged_network.shown}
    labelled = {node.get("data-node") for node in nodes(packaged_network) if node.find("text") is not None}
    most = sorted(nodes(packaged_network), key=lambda node: -int(_count(node)))[:10]
    assert labelled.issuperset(node.get("data-node") for node in most)


def _count(node: ET.Element) -> str:
    found = re.search(r"(\d+) claims?\)\Z", node.findtext("title") or "")
    return found[1] if found else ""
