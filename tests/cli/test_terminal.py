"""Data cannot control the terminal: control and direction characters are printed as escapes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import command_line
from spacepact.rdf import visible

OWN = r"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sp: <https://w3id.org/spacepact/ontology#> .
@prefix spid: <https://w3id.org/spacepact/id/> .
spid:state_ruritania a sp:State ;
    skos:prefLabel "Ruritania \u001b]0;title\u0007\u009b31m\u202e\u2066\rX"@en .
"""
FORBIDDEN = ("\x1b]", "\x07", "\x9b", "\u202e", "\u2066", "\rX")


@pytest.fixture
def own(tmp_path: Path) -> str:
    file = tmp_path / "own.ttl"
    file.write_text(OWN, encoding="utf-8")
    return str(file)


def _on_a_terminal(*arguments: str) -> str:
    """Run the command with a pseudo-terminal as output, and return what it writes there."""
    pty = pytest.importorskip("pty")
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "spacepact", *arguments]
    with subprocess.Popen(command, stdout=child, stderr=child, env={**os.environ, "TERM": "xterm"}) as process:
        os.close(child)
        output = b""
        try:
            while part := os.read(parent, 65536):
                output += part
        except OSError:  # the terminal was closed
            pass
        process.wait()
    os.close(parent)
    return output.decode("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "spid:state_ruritania", "-d"),
        ("find", "Ruritania", "-f", "table", "-d"),
        ("validate",),
        ("query", "-q", "SELECT ?l { spid:state_ruritania skos:prefLabel ?l }", "-f", "table", "-d"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_text_for_people_has_only_printable_characters(own: str, arguments: tuple[str, ...]) -> None:
    done = command_line.run(*arguments, own)
    assert not [mark for mark in FORBIDDEN if mark in done.stdout + done.stderr]
    assert "Ruritania \\u001b]0;title\\u0007" in done.stdout or "U+001B" in done.stdout


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "md", "text"])
def test_every_format_is_printable_on_a_terminal(own: str, form: str) -> None:
    query = "SELECT ?l { spid:state_ruritania skos:prefLabel ?l }"
    output = _on_a_terminal("query", "-q", query, "-d", own, "-f", form)
    assert "Ruritania" in output
    assert not [mark for mark in FORBIDDEN if mark in output]


def test_errors_are_printable() -> None:
    done = command_line.run("find", "\x1b]0;title\x07")
    assert "\x1b" not in done.stderr
    assert "title" in done.stderr


def test_a_difference_is_printable(own: str, tmp_path: Path) -> None:
    plain = tmp_path / "plain.ttl"
    plain.write_text(OWN.partition(" \\u001b")[0] + '"@en .\n', encoding="utf-8")
    for form in ("text", "md"):
        done = command_line.run("diff", str(plain), own, "-f", form)
        assert "\\u001b]0;title" in done.stdout
        assert not [mark for mark in FORBIDDEN if mark in done.stdout]


def test_validate_reports_a_control_character(own: str) -> None:
    assert "U+001B control character" in command_line.run("validate", own).stdout


def test_visible_keeps_line_ends_and_tabs() -> None:
    assert visible("a\tb\r\nc\n") == "a\tb\r\nc\n"
    assert visible("\x00\x7f\x85\u061c\u200f\u2028\r") == "\\u0000\\u007f\\u0085\\u061c\\u200f\\u2028\\u000d"


def test_messages_show_control_characters_of_file_names(tmp_path: Path) -> None:
    """Also in a pipe: a message is read by people. Data in a pipe is unchanged."""
    data = tmp_path / "accord.ttl"
    for name in ("accord\u202e\x1b[31m.txt", "accord\n.txt"):
        text = tmp_path / name
        text.write_text("The parties signed.", encoding="utf-8")
        data.write_text(command_line.run("cite", str(text)).stdout, encoding="utf-8")
        done = command_line.run("verify", str(text), "-d", str(data))
        assert (done.returncode, done.stderr) == (0, "")
        assert not {"\u202e", "\x1b"} & {*done.stdout}
        assert done.stdout.splitlines() == [done.stdout.removesuffix("\n")]
    bad = tmp_path / "a\x1b\nb.ttl"
    bad.write_text("<a", encoding="utf-8")
    shown = command_line.run("validate", str(bad))
    assert "a\\u001b\\nb.ttl:1" in shown.stdout
    assert "\x1b" not in shown.stdout + shown.stderr


def test_data_in_a_pipe_is_unchanged_and_visible_on_a_terminal() -> None:
    query = ("query", "-q", 'SELECT ("\\u001B[31m\\u202E" AS ?x) {}', "-f", "csv")
    assert command_line.run(*query).stdout == "x\n\x1b[31m\u202e\n"
    assert command_line.run_on_terminal(*query) == "x\n\\u001b[31m\\u202e\n"
