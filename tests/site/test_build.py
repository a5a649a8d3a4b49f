"""The folder of the site, and the command that writes it."""

from __future__ import annotations

import os
import subprocess
import sys
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pyoxigraph import Store, Triple

from html_pages import parse, text, with_class
from locations import EXAMPLES, ROOT
from spacepact.errors import BadInput
from spacepact.graph import load_turtle
from spacepact.release import gather
from spacepact.site import Options, build, build_site
from spacepact.site.build import MARKER

OLD = "old page"
NO_SPARQL = Options(sparql=False)


def command(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-m", "spacepact", "site", *arguments]
    settings = {**os.environ, **environment}
    return subprocess.run(run, cwd=cwd, env=settings, capture_output=True, text=True, check=False)


@pytest.fixture
def few() -> Store:
    """A small graph, which makes a build quick."""
    return load_turtle([ROOT / "instances" / "documents" / "thenews-1342410.ttl"])


def test_the_export_is_not_kept_in_memory(few: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Export(list[Triple]):
        """A list with weak references."""

    made: list[weakref.ref[Export]] = []

    def gathered(data: Sequence[Path]) -> Export:
        export = Export(gather(data))
        made.append(weakref.ref(export))
        return export

    def pages(*_: object) -> Iterator[tuple[str, bytes]]:
        assert [export() for export in made] == [None]
        yield "index.html", b""

    monkeypatch.setattr(build, "gather", gathered)
    monkeypatch.setattr(build, "render_pages", pages)
    build_site(tmp_path / "site", few, NO_SPARQL)
    assert (tmp_path / "site" / "graph.nt").stat().st_size > 1_000_000


def test_a_folder_with_other_files_is_not_replaced(few: Store, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "thesis.txt").write_text("irreplaceable")
    with pytest.raises(BadInput, match="contains other files: choose an empty or a new folder"):
        build_site(tmp_path / "notes", few, NO_SPARQL)
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]
    assert (tmp_path / "notes" / "thesis.txt").read_text() == "irreplaceable"


def test_a_file_and_a_link_are_not_replaced(few: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("file", "link"):
        with pytest.raises(BadInput, match="not a folder"):
            build_site(tmp_path / name, few, NO_SPARQL)


def test_an_older_site_is_replaced(few: Store, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / MARKER).write_text("")
    (site / "old.html").write_text(OLD)
    assert build_site(site, few, NO_SPARQL).files > 100
    assert not (site / "old.html").exists()
    assert (site / "index.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_current_folder_can_be_a_site(few: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    build_site(Path(), few, Options())
    assert (tmp_path / "site" / "index.html").exists()


@pytest.mark.slow
def test_the_older_site_comes_back_if_the_new_one_cannot_take_its_name(
    few: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / MARKER).write_text("")
    (site / "old.html").write_text(OLD)
    rename = Path.rename

    def busy(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError(16, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", busy)
    with pytest.raises(BadInput, match="Device or resource busy"):
        build_site(site, few, Options())
    assert (site / "old.html").read_text() == OLD


def test_a_build_that_fails_leaves_the_older_site(few: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / MARKER).write_text("")
    (site / "old.html").write_text(OLD)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BadInput, match="No space left on device"):
        build_site(site, few, NO_SPARQL)
    assert (site / "old.html").read_text() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.slow
def test_the_command_writes_the_site_of_the_users_data(tmp_path: Path) -> None:
    data = str(EXAMPLES / "outlook.ttl")
    done = command("here", "--no-sparql", "-d", data, "--url", "https://example.org/space", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("spacepact: here: ")
    assert done.stderr.endswith("files written: open here/index.html in a browser\n")
    root = parse(tmp_path / "here" / "404.html")
    (style,) = (link.get("href") for link in root.iter("link") if link.get("rel") == "stylesheet")
    assert style == "/space/assets/style.css"
    assert len(with_class(parse(tmp_path / "here" / "hopes.html"), "pair")) > 3


@pytest.mark.parametrize("url", ["ftp://example.org/", "example.org", "https://exa mple.org/", "https://a.b/?c=d", ""])
def test_an_invalid_address_is_reported(tmp_path: Path, url: str) -> None:
    done = command("here", "--url", url, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"spacepact: invalid address {url!r} (--url): write an address such as https://")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_passages_are_shown_only_with_the_option(tmp_path: Path) -> None:
    """The example document is invented, so its text is in this repository."""
    environment = {"SPACEPACT_DOCUMENTS": str(EXAMPLES)}
    arguments = ("site", "--no-sparql", "-d", str(EXAMPLES / "outlook.ttl"))
    words = (EXAMPLES / "outlook.txt").read_text(encoding="utf-8").split("\n")[0][:40]
    pages = tmp_path / "site"
    for options, shown in (((), False), (("--with-passages",), True)):
        assert command(*arguments, *options, cwd=tmp_path, **environment).returncode == 0
        quoted = [text(quote) for path in pages.glob("id/passage_*.html") for quote in parse(path).iter("blockquote")]
        assert any(words in quote for quote in quoted) == shown
