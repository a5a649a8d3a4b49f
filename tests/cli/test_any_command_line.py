"""Generated command lines: no traceback, unusual exit code, half-written file, shown secret or hang.

A failure prints the seed and the command line. ``pytest -m fuzz`` runs about 20,000 cases, or those of ``--more``.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from subprocess import CompletedProcess
from traceback import format_exc
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat

import command_line
from command_line import run_with_input
from fault_server import Behaviour, Handler, Server, answer, serving
from fuzz_commands import UNTIL_STOPPED, Case, contents, faults, make, surroundings, time_limit
from fuzz_values import SECRET, TEXTS, mutated
from remote_errors import clean_environment  # noqa: F401, a fixture for every test here
from spacepact.cli import process
from spacepact.cli.commands import COMMANDS
from spacepact.cli.parser import Parser
from spacepact.graph import packaged
from spacepact.rdf import first_keyword
from stores.test_any_response import BODIES, behaviour

FORMS = [QueryResultsFormat.JSON] * 3 + [QueryResultsFormat.XML, QueryResultsFormat.TSV, QueryResultsFormat.CSV]
packaged_graph = cache(packaged)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving({}) as running:
        yield running


def damaged_answer(chance: Random) -> Behaviour:
    """Return a behaviour that answers a query about the packaged graph, with up to three changes in the bytes."""

    def behave(handler: Handler) -> None:
        fields = parse_qs(urlsplit(handler.path).query) | parse_qs(handler.body.decode("utf-8", "replace"))
        query = fields.get("query", [handler.body.decode("utf-8", "replace")])[0]
        is_graph = first_keyword(query) in ("CONSTRUCT", "DESCRIBE")
        form = RdfFormat.N_TRIPLES if is_graph else chance.choice(FORMS)
        try:
            content = packaged_graph().query(query).serialize(format=form) or b""  # type: ignore[arg-type]
        except (SyntaxError, RuntimeError, ValueError, TypeError):
            return answer(400, "cannot parse")(handler)
        text = content.decode("utf-8")
        changed = mutated(chance, text, [*BODIES, *TEXTS]) if chance.random() < 0.7 else content
        return answer(200, changed, form.media_type)(handler)

    return behave


def outcome(case: Case, folder: Path, server: Server) -> list[str]:
    """Run a case in a new folder; return what is wrong."""
    chance = Random(case.seed)
    makers = chance.choice([[behaviour], [damaged_answer], [behaviour, damaged_answer]])
    server.play("*", *(chance.choice(makers)(chance) for _ in range(3)))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    begin = time.monotonic()
    with surroundings(case, folder):
        before = contents(folder)
        with time_limit(case):
            done = run_with_input(case.standard_input, case.arguments, case.environment)
        after = contents(folder)
    if (seconds := time.monotonic() - begin) > 5:
        print(f"{seconds:.1f} s for {case}")
    return faults(done, before, after)


def failures(seeds: Iterable[int], folder: Path, server: Server) -> list[str]:
    """Run the cases of these seeds; return those that fail, with the traceback of an error that was not caught."""
    found = []
    for seed in seeds:
        case = make(seed, server.url())
        try:
            problems = outcome(case, folder, server)
        except Exception:
            problems = [format_exc()]
        found += [f"{case}\n  {problem}" for problem in problems]
    return found


@pytest.mark.slow
def test_any_command_line(tmp_path: Path, server: Server) -> None:
    assert not failures(range(120), tmp_path / "cases", server)


@pytest.mark.fuzz
@pytest.mark.parametrize("part", range(20))
def test_any_command_line_in_bulk(part: int, more: int, tmp_path: Path, server: Server) -> None:
    count = (more or 20_000) // 20
    assert not failures(range(1000 + part * count, 1000 + (part + 1) * count), tmp_path / "cases", server)


@pytest.mark.fuzz
def test_any_command_line_in_a_process(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in processes of their own, with standard input and output of the system."""
    monkeypatch.setattr(command_line, "_run", in_a_process)
    assert not failures(range(100_000, 100_200), tmp_path / "cases", server)


def in_a_process(
    arguments: Sequence[str], environment: Mapping[str, str], _out: object, standard_input: bytes
) -> CompletedProcess[str]:
    return command_line.run_process(*arguments, standard_input=standard_input, **environment)


def fault(kind: str) -> Callable[[str], None]:
    """Return a function that replaces ``warn`` and has a fault."""

    def warn(text: str) -> None:
        if kind == "traceback":
            raise KeyError(text)
        if kind == "exit code":
            raise SystemExit(7)
        if kind == "file":
            Path("x.part").write_text("half")
        shown = {"secret": SECRET, "control character": "\x1b[31m", "no message": ""}.get(kind, text)
        print(f"spacepact: {shown}" if shown else "", file=sys.stderr)

    return warn


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("traceback", "KeyError"),
        ("exit code", "exit code 7"),
        ("file", "files changed by a command that failed: ['x.part']"),
        ("secret", "a secret"),
        ("control character", "the control character '\\x1b' in a message"),
        ("no message", "no message"),
    ],
)
def test_a_planted_fault_is_found(
    kind: str, problem: str, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "warn", fault(kind))
    found = failures(range(20), tmp_path / "cases", server)
    assert any(problem in text and text.startswith("seed ") for text in found), found


def test_each_command_and_each_option_occurs() -> None:
    """New commands and options are covered, because the cases come from the parsers."""
    cases = [make(seed, "http://127.0.0.1:9/").arguments for seed in range(4000)]
    for name, command in ((name, COMMANDS[name]) for name in COMMANDS if name not in UNTIL_STOPPED):
        parser = Parser(name, "", "")
        command.declare(parser)
        used = {argument.partition("=")[0] for case in cases if case[:1] == [name] for argument in case}
        missing = {option for option in parser._option_string_actions if option.startswith("--")} - used
        assert missing <= {"--help", "--reason", "--inferred"}, name
