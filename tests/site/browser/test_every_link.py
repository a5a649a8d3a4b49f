"""Open every page in the browser, and follow every link of the site once."""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Browser

from browser import Watched
from site_server import serving

pytestmark = pytest.mark.site

_READ = """() => ({
  ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
  links: [...document.querySelectorAll("a, area, link")]
    .map((link) => link.href.baseVal !== undefined ? new URL(link.href.baseVal, document.baseURI).href : link.href),
})"""


def crawl(watched: Watched) -> tuple[set[str], list[str]]:
    """Open each page that links reach from the start page; return the pages and the links without a target."""
    page = watched.context.new_page()
    top = watched.top
    waiting, seen = [top + "index.html"], {top + "index.html"}
    anchors: dict[str, set[str]] = {}
    links: dict[str, str] = {}
    while waiting:
        address = waiting.pop()
        page.goto(address, wait_until="domcontentloaded")
        found = page.evaluate(_READ)
        anchors[address] = set(found["ids"])
        for link in found["links"]:
            target = urldefrag(link).url
            if not link.startswith(top):
                continue
            links.setdefault(link, address)
            if target.endswith(".html") and target not in seen:
                seen.add(target)
                waiting.append(target)
    statuses = {target: _status(target) for target in sorted({urldefrag(link).url for link in links})}
    broken = []
    for link, origin in links.items():
        target, fragment = urldefrag(link)
        if statuses[target] != 200 or (fragment and fragment not in anchors.get(target, ())):
            broken.append(f"{origin.removeprefix(top)} -> {link.removeprefix(top)}")
    return set(anchors), broken


def _status(url: str) -> int:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=30)
    try:
        connection.request("HEAD", parts.path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_every_page_opens_without_a_fault_and_every_link_has_a_target(
    watch: Callable[..., Watched], site_url: str, site_folder: Path
) -> None:
    watched = watch(site_url)
    pages, broken = crawl(watched)
    assert broken == []
    written = {path.relative_to(site_folder).as_posix() for path in site_folder.rglob("*.html")}
    assert written - {page.removeprefix(site_url) for page in pages} == {"404.html"}
    assert len(pages) > 900


def test_faults_and_broken_links_are_found(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<!DOCTYPE html><title>a</title><meta charset="utf-8"><link rel="icon" href="data:,"><p id="x">'
        '<a href="gone.html">gone</a><a href="#y">y</a><a href="#x">x</a><a href="https://example.org/">outside</a>'
        '<script>console.error("planted"); new Image().src = "https://example.org/planted.png"</script>'
        "<script>undefinedFunction()</script><script>alert('hello')</script>"
        '<meta http-equiv="Content-Security-Policy" content="style-src \'none\'"><p style="color: red">',
        encoding="utf-8",
    )
    with serving(tmp_path) as url:
        watched = Watched(browser, url)
        _, broken = crawl(watched)
        watched.context.close()
    assert broken == ["index.html -> gone.html", "index.html -> index.html#y"]
    faults = "\n".join(watched.faults)
    assert "console error: planted" in faults
    assert "request: https://example.org/planted.png" in faults
    assert "error: undefinedFunction is not defined" in faults
    assert "dialog: hello" in faults
    assert f"status 404: {url}gone.html" in faults
    assert "Content Security Policy" in faults
