"""Check the README and the pages it links to: outputs are real, commands and examples run, links work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from command_line import run, run_on_terminal
from doc_examples import PAGES
from locations import ROOT
from spacepact.ask.named_queries import find_query
from spacepact.stores import endpoints
from spacepact.stores.kinds import KINDS

README = (ROOT / "README.md").read_text(encoding="utf-8")
STORES_PAGE = (ROOT / "src" / "spacepact" / "stores" / "README.md").read_text(encoding="utf-8")
VALIDATE_PAGE = (ROOT / "src" / "spacepact" / "validate" / "README.md").read_text(encoding="utf-8")
OUTPUTS = re.findall(r"<!-- output: ([^\n]+) -->\n```text\n(.*?)```", README, re.S)
_EXAMPLE = re.compile(r"^spacepact ((?:query|find|show) [^#\n]*?|queries)\s*(?:#.*)?$", re.M)
LOCAL = [arguments for arguments in _EXAMPLE.findall(README) if not re.search(r" -e | -d facts", arguments)]
REMOTE = [arguments for arguments in _EXAMPLE.findall(STORES_PAGE) if " -e " in arguments]


def test_there_are_outputs() -> None:
    assert OUTPUTS
    assert len(LOCAL) >= 5


@pytest.mark.parametrize(("arguments", "output"), OUTPUTS, ids=range(len(OUTPUTS)))
def test_an_output_is_what_the_command_prints(arguments: str, output: str) -> None:
    assert output in run_on_terminal(*arguments.split(), COLUMNS="100", SPACEPACT_DOCUMENTS="")


@pytest.mark.parametrize("arguments", LOCAL)
def test_the_examples_run(arguments: str) -> None:
    done = run(*shlex.split(arguments))
    assert done.returncode == 0
    assert done.stderr == "" or " are left out: " in done.stderr
    assert done.stdout


def test_the_commands_for_your_own_claims_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    section = README.partition("## Write your own claims\n")[2].partition("\n## ")[0]
    first, *others = re.findall(r"^spacepact ([^#\n]+?)(?: && cd our-facts)? +#", section, re.M)
    monkeypatch.chdir(tmp_path)
    assert run(*shlex.split(first)).returncode == 0
    monkeypatch.chdir(tmp_path / "our-facts")
    Path("texts/news.txt").write_text("Laputa and Pakistan signed a pact. Laputa hopes to fly.\n", encoding="utf-8")
    assert [line.split()[0] for line in others] == ["cite", "compile", "query"]
    for arguments in others:
        done = run(*shlex.split(arguments))
        assert done.returncode == 0, done.stderr
    assert Path("facts/documents/news.tsv").is_file()


def test_the_settings_and_stores_of_the_stores_page_are_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (settings,) = re.findall(r"```toml\n(.*?)```", STORES_PAGE, re.S)
    (tmp_path / "spacepact.toml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    stores = [endpoints.resolve_target(shlex.split(arguments)[-1]) for arguments in REMOTE]
    assert {store.kind for store in stores} == {"generic", "fuseki"}  # type: ignore[union-attr]
    assert "lab" in {store.name for store in stores}
    assert set(KINDS) <= set(re.findall(r"[\w-]+", settings))


def test_the_findings_are_what_validate_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ((name, turtle),) = re.findall(r"<!-- file: (\S+) -->\n```turtle\n(.*?)```", VALIDATE_PAGE, re.S)
    (tmp_path / name).write_text(turtle, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = run("validate", name)
    assert done.returncode == 1
    for page in (README, VALIDATE_PAGE):
        assert re.findall(r"<!-- findings -->\n```text\n(.*?)```", page, re.S) == [done.stdout + done.stderr]


def test_the_python_example_gives_a_data_frame() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.S)
    names: dict[str, Any] = {}
    exec(code, names)
    assert list(names["rows"].columns) == list(find_query("positions").columns)
    assert len(names["rows"]) > 10


def test_the_commands_for_ci_are_marked() -> None:
    assert re.findall(r"<!-- command: (\w+) -->\n```sh\n[^\n]+\n```", README) == ["main", "test"]


def anchors(path: Path) -> set[str]:
    """Return the anchors that GitHub creates for the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path: Path) -> list[str]:
    """Return the relative links of a page whose file or heading does not exist."""
    links = re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", path.read_text(encoding="utf-8"))
    named = [(path.parent / file if file else path, anchor) for file, anchor in links]
    return [
        f"{file}#{anchor}"
        for file, anchor in named
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file))
    ]


def test_links_work(tmp_path: Path) -> None:
    assert [link for path in PAGES for link in broken_links(path)] == []
    page = tmp_path / "page.md"
    page.write_text("# A heading\n[a](other.md) [b](#a-heading) [c](#no-heading)", encoding="utf-8")
    assert broken_links(page) == [f"{tmp_path}/other.md#", f"{page}#no-heading"]
