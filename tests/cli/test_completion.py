"""Completion of command lines, as the shells request it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from spacepact.ask.named_queries import all_queries

BIN = Path(sys.executable).parent
# What bash does when Tab is pressed at the end of a line: it calls the function registered for the command.
PRESS_TAB = """
eval "$(register-python-argcomplete spacepact)"
COMP_LINE="$1" COMP_POINT=${#1} COMP_TYPE=9
read -r _ function _ < <(complete -p spacepact | grep -o -- '-F .*')
"$function" spacepact
printf '%s\\n' "${COMPREPLY[@]}"
"""

LINES = [
    ("qu", ["queries", "query"]),
    ("query posi", ["positions"]),
    ("query posts ", ["person=", "document="]),
    ("query positions pro", ["programme="]),
    ("query --evidence positions pro", ["programme="]),
    ("query positions -f csv pro", ["programme="]),
    ("query acts party=spai", ["party=Spain"]),
    ("query acts party=Spain party=SUPAR", ["party=SUPARCO"]),
    ("query acts party=Spain -f csv party=SUPAR", ["party=SUPARCO"]),
    ("query acts par -f js", ["json", "jsonl", "jsonld"]),
    ("query acts --evi", ["--evidence"]),
    ("query nothing par", []),
    ("show SUPA", ["SUPARCO"]),
    ("-", ["-h", "--help", "--version"]),
]


def in_bash(line: str) -> list[str]:
    """Return the completions that bash gets for the last word of the line."""
    env = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    command = ["bash", "--norc", "-c", PRESS_TAB, "bash", f"spacepact {line}"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    assert done.stderr == ""
    return [line.rstrip(" ") for line in done.stdout.splitlines() if line]


SPACES = r"query positions programme=Artemis\ Acc"
# Complete each case in a child of one process: argcomplete ends the process, and imports take most of its time.
COMPLETE_ALL = """
import json, os, sys
from spacepact.cli import completion
for variables in json.load(sys.stdin):
    if not os.fork():
        os.environ.update(variables)
        completion.write_completions()
    assert os.wait()[1] == 0, variables
"""


@pytest.fixture(scope="module")
def completions(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[str]]:
    """What the scripts of argcomplete for zsh and fish get, by shell and line."""
    folder = tmp_path_factory.mktemp("completions")
    keys = [(shell, line) for shell in ("zsh", "fish") for line in (*dict(LINES), "query ", SPACES)]
    cases = [
        {
            "_ARGCOMPLETE": "1",
            "_ARGCOMPLETE_SHELL": shell,
            "_ARGCOMPLETE_IFS": "\n",
            "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
            "_ARGCOMPLETE_STDOUT_FILENAME": str(folder / str(number)),
            "COMP_LINE": f"spacepact {line}",
            "COMP_POINT": str(len(f"spacepact {line}")),
            **({"_ARGCOMPLETE_DFS": "\t"} if shell == "fish" else {}),
        }
        for number, (shell, line) in enumerate(keys)
    ]
    command = [sys.executable, "-c", COMPLETE_ALL]
    done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return {key: (folder / str(number)).read_text(encoding="utf-8").splitlines() for number, key in enumerate(keys)}


@pytest.mark.parametrize(("line", "expected"), [LINES[at] for at in (0, 4, 8, 11)], ids=lambda value: str(value))
def test_bash(line: str, expected: list[str]) -> None:
    # Bash splits words at "=", and gets the part after it.
    assert in_bash(line) == [text if text.endswith("=") else text.rpartition("=")[2] for text in expected]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
@pytest.mark.parametrize(("line", "expected"), LINES, ids=[line for line, _ in LINES])
def test_zsh_and_fish(
    completions: dict[tuple[str, str], list[str]], line: str, expected: list[str], shell: str
) -> None:
    separator = {"zsh": ":", "fish": "\t"}[shell]
    assert [text.partition(separator)[0] for text in completions[shell, line]] == expected


def test_a_value_with_spaces_stays_one_word(completions: dict[tuple[str, str], list[str]]) -> None:
    assert in_bash(SPACES) == [r"Artemis\ Accords"]
    assert in_bash("query positions 'programme=Artemis Acc") == ["programme=Artemis Accords"]
    assert completions["fish", SPACES] == ["programme=Artemis Accords\t"]


def test_each_query_is_completed_with_its_summary(completions: dict[tuple[str, str], list[str]]) -> None:
    summaries = dict(line.split("\t") for line in completions["fish", "query "])
    assert summaries == {name: query.summary for name, query in all_queries().items()}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_each_shell(shell: str) -> None:
    script = [str(BIN / "register-python-argcomplete"), "--shell", shell, "spacepact"]
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    assert "_ARGCOMPLETE" in done.stdout
