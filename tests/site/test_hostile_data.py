"""User data with hostile names, texts, addresses and IRIs: the pages escape everything."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from hostile_site import BREAKING, DIRECTION, SCRIPT
from html_pages import broken_links, ids, links, parse, repeated, text, with_class


@pytest.fixture(scope="module")
def own(hostile: Path) -> dict[str, Element]:
    """The pages of the user's things, by the name of the file."""
    folders = ("own", "other")
    return {path.name: parse(path) for folder in folders for path in sorted((hostile / folder).glob("*.html"))}


@pytest.mark.slow
def test_things_in_other_namespaces_have_pages(own: dict[str, Element]) -> None:
    assert {"agency.html", "document.html", "passage.html", "address.html", "hope.html"} <= set(own)
    (heading,) = own["agency.html"].iter("h1")
    assert text(heading) == SCRIPT
    assert SCRIPT in text(with_class(own["hope.html"], "who")[0])


def test_names_that_differ_only_in_case_have_different_files(hostile: Path, own: dict[str, Element]) -> None:
    titles = {text(next(root.iter("h1"))) for root in own.values()}
    assert {"first", "second, the same without case", "State with a strange IRI"} <= titles
    names = [path.relative_to(hostile).as_posix().casefold() for path in hostile.rglob("*")]
    assert repeated(names) == []


def test_every_file_is_inside_the_folder(hostile: Path) -> None:
    assert all(path.resolve().is_relative_to(hostile.resolve()) for path in hostile.rglob("*"))
    assert sorted(path.name for path in hostile.parent.iterdir()) == ["hostile.ttl", "site"]


def test_texts_add_no_element_and_no_link(hostile: Path, own: dict[str, Element]) -> None:
    for path in (hostile / "index.html", hostile / "things.html", hostile / "query" / "names.html"):
        own[path.name] = parse(path)
    for name, root in own.items():
        scripts = [script for script in root.iter("script") if script.get("type") != "application/ld+json"]
        assert all(script.get("src") and not script.text for script in scripts), name
        assert not [element for element in root.iter() if element.get("onerror") is not None], name
        assert list(root.iter("img")) == [], name
        assert not [link for link in links(root) if link.lower().lstrip().startswith(("javascript:", "data:"))], name
        assert "49" not in text(root).replace(BREAKING, "") or name not in ("document.html", "address.html")


def test_direction_marks_are_visible(hostile: Path, own: dict[str, Element]) -> None:
    pages = [path for path in hostile.rglob("*.html") if DIRECTION in path.read_text(encoding="utf-8")]
    assert pages == []
    assert "cilbup\\u202e" in text(own["agency.html"])


def test_the_search_index_is_data(hostile: Path) -> None:
    script = (hostile / "assets" / "search-index.js").read_text(encoding="utf-8")
    assert "<" not in script
    assert DIRECTION not in script
    entries = json.loads(script.removeprefix("window.spacepactIndex = ").rstrip().removesuffix(";"))
    assert [entry for entry in entries if SCRIPT in entry]


def test_the_pages_are_valid_and_their_links_resolve(hostile: Path) -> None:
    pages = {path.relative_to(hostile).as_posix(): parse(path) for path in sorted(hostile.glob("o*/*.html"))}
    files = {path.relative_to(hostile).as_posix() for path in hostile.rglob("*") if path.is_file()}
    anchored = {path: root for path, root in pages.items() if not repeated(ids(root))}
    assert anchored == pages
    pages["ontology.html"] = parse(hostile / "ontology.html")
    assert [broken for broken in broken_links(pages, files, "") if "ontology.html#" not in broken] == []
