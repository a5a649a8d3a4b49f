"""The README says what is so: its output is the real output, its commands are those that CI runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from spacepact.ask.named_queries import find_query
from spacepact.stores import endpoints
from spacepact.stores.kinds import KINDS
from test_cli import on_a_terminal, run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
OUTPUTS = re.findall(r"<!-- output: ([^\n]+) -->\n```text\n(.*?)```", README, re.S)
EXAMPLES = re.findall(r"^spacepact ((?:query|find|show) [^#\n]*?|queries)\s*(?:#.*)?$", README, re.M)
FAR = [arguments for arguments in EXAMPLES if " -e " in arguments]
ASKED = [arguments for arguments in EXAMPLES if arguments not in FAR]


def test_there_are_outputs() -> None:
    assert OUTPUTS
    assert len(ASKED) >= 5


@pytest.mark.parametrize(("arguments", "output"), OUTPUTS, ids=range(len(OUTPUTS)))
def test_the_output_is_real(arguments: str, output: str) -> None:
    shown = on_a_terminal(*arguments.split(), COLUMNS="150", SPACEPACT_DOCUMENTS="")
    assert output in shown


@pytest.mark.parametrize("arguments", ASKED)
def test_the_examples_run(arguments: str) -> None:
    done = run(*shlex.split(arguments))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_the_settings_are_read_and_the_stores_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (settings,) = re.findall(r"```toml\n(.*?)```", README, re.S)
    (tmp_path / "spacepact.toml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names = [shlex.split(arguments)[-1] for arguments in FAR]
    assert [endpoints.target(name).kind for name in names] == ["generic", "fuseki", "fuseki"]  # type: ignore[union-attr]
    assert set(KINDS) <= set(re.findall(r"[\w-]+", settings))


def test_the_python_example_gives_a_data_frame() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.S)
    names: dict[str, Any] = {}
    exec(code, names)
    assert list(names["rows"].columns) == list(find_query("positions").columns)
    assert len(names["rows"]) > 10


def test_two_commands() -> None:
    assert re.findall(r"<!-- command: (\w+) -->\n```sh\n[^\n]+\n```", README) == ["main", "test"]


def test_links_lead_somewhere() -> None:
    documents = [path for path in ROOT.rglob("*.md") if not {".venv", ".peers", "node_modules"} & set(path.parts)]
    links = [(p, link) for p in documents for link in re.findall(r"\]\(([^)#:]+)\)", p.read_text(encoding="utf-8"))]
    assert links
    assert [link for path, link in links if not (path.parent / link).exists()] == []


def test_documented_turtle_parses() -> None:
    """Every Turtle block in the documentation is Turtle, with the one prefix map."""
    from pyoxigraph import RdfFormat, parse

    from spacepact.terms import PREFIXES, prefix_lines

    head = prefix_lines(*PREFIXES)
    blocks = [
        block
        for path in (ROOT / "ontology" / "README.md", ROOT / "instances" / "README.md")
        for block in re.findall(r"```turtle\n(.*?)```", path.read_text(encoding="utf-8"), re.S)
    ]
    assert blocks
    for block in blocks:
        assert list(parse((head + block).encode(), RdfFormat.TURTLE))
