"""The sites of the packaged graph, of the invented examples and of hostile data on loopback, and a watched browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import command_line
from hostile_site import HOSTILE
from locations import EXAMPLES
from site_server import serving
from store_servers.server import Missing

if TYPE_CHECKING:  # Playwright is imported only by the tests that need it
    from playwright.sync_api import Browser, Page

    from browser import Watched

Open = Callable[..., "Page"]


def _built(folder: Path, *options: str) -> Iterator[str]:
    with serving(folder) as url:
        done = command_line.run("site", str(folder), "--url", url, *options)
        assert done.returncode == 0, done.stderr
        assert "npm is not available" not in done.stderr, "npm cannot get the files of the SPARQL page"
        yield url


def _program(name: str) -> str:
    """Return the path of a program; without it, skip the test, or in CI, fail it."""
    from conftest import missing

    path = shutil.which(name)
    if path is None:
        missing(Missing(f"no {name} on the path: run .ci/site"))
    return str(path)


@pytest.fixture(scope="session")
def programs() -> None:
    """Skip a test if Chromium or npm is not installed; in CI, fail it."""
    for name in ("chromium", "npm"):
        _program(name)


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site of the packaged graph."""
    return tmp_path_factory.mktemp("browser") / "site"


@pytest.fixture(scope="session")
def site_url(site_folder: Path) -> Iterator[str]:
    """The site of the packaged graph, with the SPARQL page."""
    _program("npm")
    yield from _built(site_folder)


@pytest.fixture(scope="session")
def examples_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of the packaged graph and the invented examples, which have contradictions and later outcomes."""
    yield from _built(tmp_path_factory.mktemp("browser") / "examples", "--no-sparql", "-d", str(EXAMPLES))


@pytest.fixture(scope="session")
def hostile_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of the packaged graph and hostile user data."""
    _program("npm")
    folder = tmp_path_factory.mktemp("browser")
    data = folder / "hostile.ttl"
    data.write_text(HOSTILE, encoding="utf-8")
    yield from _built(folder / "hostile", "-d", str(data))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of one file: while it runs, other tests cannot use asyncio."""
    from browser import chromium

    with chromium(_program("chromium")) as running:
        yield running


@pytest.fixture
def watch(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """A function that opens a context of the browser for a site; at the end, its pages must have no faults."""
    from browser import Watched

    opened: list[Watched] = []

    def new(top: str, **options: Any) -> Watched:
        opened.append(Watched(browser, top, **options))
        return opened[-1]

    yield new
    for watched in opened:
        watched.context.close()
    assert [fault for watched in opened for fault in watched.faults] == []


@pytest.fixture
def visit(watch: Callable[..., Watched], site_url: str) -> Open:
    """A function that opens a page of the packaged graph, by its path, in a new context with these options."""

    def goto(path: str, **options: Any) -> Page:
        page = watch(site_url, **options).context.new_page()
        page.goto(path)
        return page

    return goto
