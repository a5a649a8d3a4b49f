"""Read the pages of a site: their elements, ids and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urljoin
from xml.etree.ElementTree import Element

import html5lib

HOST = "https://site.invalid/"


def parse(path: Path) -> Element:
    """Return the document element; raises a parse error if the page is not valid HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(path.read_bytes(), likely_encoding="utf-8")
    return root


def text(element: Element) -> str:
    """Return the text of an element, with one space between words and between elements."""
    return " ".join(" ".join(element.itertext()).split())


def with_class(root: Element, name: str) -> list[Element]:
    """Return the elements with a class, in the order of the page."""
    return [element for element in root.iter() if name in element.get("class", "").split()]


def ids(root: Element) -> list[str]:
    """Return the ids of a page."""
    return [element.get("id", "") for element in root.iter() if element.get("id") is not None]


def repeated(names: list[str]) -> list[str]:
    """Return the names that are in a list more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def links(root: Element) -> Iterator[str]:
    """Yield the targets of the links and the files that a page loads."""
    for element in root.iter():
        for name in ("href", "src", "{http://www.w3.org/1999/xlink}href"):
            if (target := element.get(name)) is not None:
                yield target


def broken_links(pages: Mapping[str, Element], files: set[str], base: str) -> list[str]:
    """Return the internal links and fragments without a target, each as ``page -> link``.

    *pages* are the pages and *files* all files, by path. *base* is the path of the site in absolute links.
    """
    anchors = {path: set(ids(root)) for path, root in pages.items()}
    top = HOST + (f"{base.strip('/')}/" if base.strip("/") else "")
    broken = []
    for path, root in pages.items():
        for link in links(root):
            address, _, fragment = urljoin(top + path, link).partition("#")
            if not address.startswith(HOST):
                continue
            target = unquote(address).removeprefix(top)
            missing = target not in files or (fragment and fragment not in anchors.get(target, set()))
            broken += [f"{path} -> {link}"] if missing else []
    return broken
