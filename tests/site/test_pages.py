"""The pages of the site: valid HTML, links that resolve, and what each kind of page shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from pyoxigraph import Store

from html_pages import broken_links, ids, links, parse, repeated, text, with_class
from spacepact.ask import all_queries
from spacepact.site import Options, build_site
from spacepact.site.model import FAMILIES
from spacepact.terms import SPID

BASE = "/spacepact/"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Element]:
    """The pages of the packaged graph, parsed strictly."""
    return {path.relative_to(site).as_posix(): parse(path) for path in sorted(site.rglob("*.html"))}


def cards(root: Element) -> list[Element]:
    return with_class(root, "card")


def heading(root: Element) -> str:
    (element,) = root.iter("h1")
    return text(element)


def relations(root: Element) -> list[str]:
    """The headings of the relations on the page of a thing, without the numbers."""
    return [text(h2).rpartition(" claim")[0].rpartition(" ")[0] for h2 in root.iter("h2")]


@pytest.mark.slow
def test_every_page_is_valid_with_unique_ids_and_links_that_resolve(site: Path, pages: dict[str, Element]) -> None:
    assert len(pages) > 900
    assert {path: names for path, root in pages.items() if (names := repeated(ids(root)))} == {}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert broken_links(pages, files, BASE) == []


def test_a_broken_link_and_a_broken_fragment_are_found(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        '<!DOCTYPE html><title>a</title><p id="x"><a href="b.html">b</a><a href="#y">y</a><a href="#x">x</a>'
    )
    root = parse(page)
    assert broken_links({"a.html": root}, {"a.html"}, "") == ["a.html -> b.html", "a.html -> #y"]


@pytest.mark.slow
def test_no_page_loads_or_runs_anything_from_elsewhere(pages: dict[str, Element]) -> None:
    for path, root in pages.items():
        for element in root.iter():
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"], path
            if element.tag == "script" and element.get("type") != "application/ld+json":
                assert element.get("src") and not element.text, path
        for link in (*root.iter("script"), *root.iter("link"), *root.iter("img")):
            target = link.get("src") or link.get("href") or ""
            loaded = link.tag != "link" or link.get("rel") in ("stylesheet", "icon")
            assert not (loaded and "//" in target), path


@pytest.mark.slow
def test_two_builds_have_the_same_bytes(site: Path, tmp_path: Path) -> None:
    build = (
        "import sys; from pathlib import Path; from spacepact.graph import packaged; from spacepact.site import *\n"
        "build_site(Path(sys.argv[1]), packaged(), Options(sparql=False))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", build, str(tmp_path / "again")], check=True, env=environment)

    def contents(folder: Path) -> dict[str, bytes]:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    again = contents(tmp_path / "again")
    assert {path for path, content in contents(site).items() if again.pop(path, None) != content} == set()
    assert again == {}


def test_a_claim_shows_stance_holder_voice_and_speaker_apart(site: Path) -> None:
    """Pakistan hopes; a named source vouches; Amer Nadeem speaks. See the claim in the file of the document."""
    root = parse(site / "id" / "claim_scmp-3223585_0000_7.html")
    (card,) = cards(root)
    assert card.get("data-family") == "planned"
    assert "stance-planned" in card.get("class", "").split()
    assert text(with_class(card, "stance")[0]) == "hoped"
    assert text(with_class(card, "sentence")[0]) == (
        "Pakistan hopes to soon sign a cooperation agreement on the ILRS, Amer Nadeem said on his visit to the Deep "
        "Space Exploration Laboratory."
    )
    (who,) = with_class(card, "who")
    assert [text(div) for div in who] == ["holder Pakistan", "voice named source", "speaker Amer Nadeem"]
    assert "fact" not in [text(mark) for mark in with_class(card, "mark")]
    shown = text(card)
    assert "in words “soon”" in shown
    assert "basis explicit" in shown
    assert "in the capacity of head of its space agency" in shown
    assert "characters 0 to 206" in shown
    assert "published by 2023-06-10" in shown  # it was published on an unknown day from 30 May to 10 June
    assert "514bf28802a1d787fc711aef58790791e4a1aad8244dbb9488366dff61c6d2e6" in shown
    assert f"claim {SPID}claim_scmp-3223585_0000_7" in shown
    assert "https://www.scmp.com/" in " ".join(links(card))


def test_a_claim_with_a_date_says_what_it_was_resolved_against(site: Path) -> None:
    """The curator resolves relative words against the date of publication."""
    found = [
        text(card)
        for path in sorted((site / "id").glob("claim_scmp*.html"))
        for card in cards(parse(path))
        if "resolved by the curator" in text(card)
    ]
    assert found
    assert all("resolved against" in card and "in words “" in card for card in found)


def test_a_thing_groups_its_claims_by_relation_with_facts_first(site: Path) -> None:
    root = parse(site / "id" / "state_pakistan.html")
    assert heading(root) == "Pakistan"
    headings = relations(root)
    assert {"is signatory of", "participates in"} <= set(headings)
    for section in root.iter("section"):
        facts = ["fact" in [text(mark) for mark in with_class(card, "mark")] for card in cards(section)]
        assert facts == sorted(facts, reverse=True)
    stances = {text(with_class(card, "stance")[0]) for card in cards(root)}
    assert {"asserted", "hoped", "pledged"} <= stances


def test_a_relation_read_from_its_object_has_its_own_name(site: Path) -> None:
    root = parse(site / "id" / "programme_ilrs.html")
    assert "is led by" in relations(root)
    assert not [h for h in relations(root) if h.endswith("(as object)")]


def test_a_document_lists_every_passage_in_order_with_claims_or_the_reason_for_none(site: Path) -> None:
    """The News: 19 passages; six headlines at the end are about other subjects."""
    root = parse(site / "id" / "document_thenews-1342410.html")
    passages = with_class(root, "passage")
    assert [p.get("id") for p in passages] == [f"passage-{number}" for number in range(1, 20)]
    reasons = [text(with_class(p, "empty")[0]) for p in passages if not cards(p)]
    assert reasons == ["No claims: outside the subject."] * 6


def test_the_date_of_a_document_is_in_words(site: Path) -> None:
    root = parse(site / "id" / "document_scmp-3223585.html")
    assert "date of publication 2023-05-30 to 2023-06-10" in text(with_class(root, "own")[0])
    assert "2023-05-30 to 2023-06-10" in [text(day) for day in with_class(parse(site / "documents.html"), "day")]


def test_no_page_contains_the_text_of_a_passage(site: Path) -> None:
    folder = os.environ.get("SPACEPACT_DOCUMENTS")
    assert not any(parse(path).findall(".//blockquote") for path in (site / "id").glob("passage_*.html"))
    if folder:
        words = (Path(folder) / "scmp-3223585.txt").read_text(encoding="utf-8")[0:206]
        assert not [path for path in site.rglob("*.html") if words[:60] in path.read_text(encoding="utf-8")]


def test_the_network_of_links_between_claims_is_shown(site: Path) -> None:
    """The curator infers this claim from two others."""
    root = parse(site / "id" / "claim_curator_exchanges_and_meeting.html")
    targets = set(links(cards(root)[0]))
    assert {"../id/claim_scmp-3223585_0451_6.html", "../id/claim_scmp-3223585_2074_1.html"} <= targets
    assert "Ground" in text(cards(root)[0])
    assert "certainty: medium" in text(cards(root)[0])


@pytest.mark.parametrize("name", sorted(all_queries()))
def test_each_query_has_a_page_with_its_answer(site: Path, name: str) -> None:
    root = parse(site / "query" / f"{name}.html")
    query = all_queries()[name]
    assert heading(root) == query.summary
    shown = text(next(root.iter("main")))
    assert query.question in shown
    assert all(parameter.description in shown for parameter in query.parameters)
    assert [code for code in root.iter("code") if code.text == query.text]
    rows = int(text(with_class(root, "summary")[0]).split(" row")[0].replace(",", ""))
    if rows == 0:
        assert text(with_class(root, "empty")[0]).startswith("No rows: ")
    elif query.view == "table":
        assert sum(1 for _ in next(root.iter("tbody"))) == rows
    elif query.view == "cards":
        assert cards(root)
    else:
        assert with_class(root, query.view)


def test_the_cards_of_an_answer_are_under_its_first_column_with_what_the_claims_do_not_state(site: Path) -> None:
    """In `positions`, the column "behind" names the members of a group, which the claim does not name."""
    root = parse(site / "query" / "positions.html")
    headings = [text(h3) for h3 in root.iter("h3")]
    assert headings[:2] == [
        "other national space agencies or their countries",
        "more than ten other countries negotiating with China",
    ]
    (first, *_) = with_class(root, "entry")
    assert text(with_class(first, "added")[0]).startswith("behind countries of the other national space agencies , ")
    assert "stage (hoped) signed" in text(root)


def test_the_default_answer_is_beside_the_page(site: Path) -> None:
    lines = (site / "query" / "positions.answer.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(all_queries()["positions"].columns)
    assert len(lines) == 1 + 19


def test_search_finds_names_and_sentences(site: Path) -> None:
    script = (site / "assets" / "search-index.js").read_text(encoding="utf-8")
    entries = json.loads(script.removeprefix("window.spacepactIndex = ").rstrip().removesuffix(";"))
    by_path = {path: (kind, label, names) for path, kind, label, *names in entries}
    assert len(by_path) == len(entries) == len(list(site.glob("*/*.html")))
    kind, label, names = by_path["id/programme_ilrs"]
    assert (kind, label) == ("thing", "International Lunar Research Station")
    assert "ILRS" in names
    assert by_path["id/claim_scmp-3223585_0000_7"][0::2] == ("claim", ["hoped"])
    assert entries[0][1] == "thing"


def test_the_vocabulary_has_an_anchor_for_every_term_and_code(site: Path) -> None:
    anchors = set(ids(parse(site / "ontology.html")))
    assert {"isSignatoryOf", "Claim", "stance_hoped", "stances"} <= anchors
    assert {path.stem for path in (site / "term").glob("*.html")} <= anchors


def test_the_page_of_a_term_lists_the_claims_that_use_it(site: Path) -> None:
    root = parse(site / "term" / "isSignatoryOf.html")
    assert heading(root) == "is signatory of"
    assert "read from its object has signatory" in text(root)
    lines = with_class(root, "claim-line")
    assert "hoped" in {text(with_class(line, "stance")[0]) for line in lines}


def test_the_start_page_counts_and_links(site: Path) -> None:
    root = parse(site / "index.html")
    assert heading(root).endswith("?")
    assert text(with_class(root, "counts")[0]).startswith("392 claims")
    families = with_class(root, "families")[0]
    assert len(list(families)) == len(FAMILIES)
    assert {"network.html", "timeline.html", "hopes.html", "contradictions.html", "left-open.html"} <= set(links(root))


def test_the_entries_of_lists_have_the_day_by_which_they_appeared(site: Path) -> None:
    """Pakistan and NASA are in the documents of 2023 and 2025; the curator says something of both without a day."""

    def days(path: str, name: str) -> set[str]:
        root = parse(site / path)
        items = [element for element in root.iter() if "data-published" in element.attrib]
        return {item.get("data-published", "") for item in items if any(name in link for link in links(item))}

    assert days("documents.html", "document_scmp-3223585.html") == {"2023-06-10"}
    assert days("things.html", "document_thenews-1342410.html") == {"2025-09-30"}
    assert days("things.html", "state_pakistan.html") == {"2023-06-10"}
    assert days("left-open.html", "document_thenews-1342410.html") == {"2025-09-30"}
    assert days("query/coverage.html", "passage_thenews-1342410_0000.html") == {"2025-09-30"}


def test_an_empty_page_says_why(site: Path) -> None:
    contradictions = parse(site / "contradictions.html")
    assert "do not contradict each other" in text(with_class(contradictions, "empty")[0])
    hopes = parse(site / "hopes.html")
    assert "No later document speaks of the same" in text(with_class(hopes, "empty")[0])


@pytest.mark.slow
def test_contradictions_and_outcomes_are_pairs_of_cards(store_with_examples: Store, tmp_path: Path) -> None:
    build_site(tmp_path / "site", store_with_examples, Options(sparql=False))
    for name in ("contradictions", "hopes"):
        root = parse(tmp_path / "site" / f"{name}.html")
        pairs = with_class(root, "pair")
        assert len(pairs) > 3, name
        assert {len(cards(pair)) for pair in pairs} == {2}
    marks = {text(mark) for mark in with_class(parse(tmp_path / "site" / "contradictions.html"), "mark")}
    assert "contradicted" in marks
