"""Completion, as the shells ask for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from spacepact.ask.named_queries import all_queries
from test_cli import run

BIN = Path(sys.executable).parent
# What bash does when Tab is pressed at the end of a line: it calls the function that the line is registered with.
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
    ("query posts ", ["person="]),
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
    """What bash would put in place of the word before the cursor, as argcomplete gives it."""
    env = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    command = ["bash", "--norc", "-c", PRESS_TAB, "bash", f"spacepact {line}"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    assert done.stderr == ""
    return [offer.rstrip(" ") for offer in done.stdout.splitlines() if offer]


def by_protocol(line: str, shell: str, tmp_path: Path) -> list[str]:
    """What the script of argcomplete for this shell is given to show."""
    answer = tmp_path / "answer"
    variables = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_SHELL": shell,
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": f"spacepact {line}",
        "COMP_POINT": str(len(f"spacepact {line}")),
        **({"_ARGCOMPLETE_DFS": "\t"} if shell == "fish" else {}),
    }
    done = run(**variables)
    assert (done.returncode, done.stdout) == (0, "")
    return answer.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("line", "offered"), LINES, ids=[line for line, _ in LINES])
def test_bash(line: str, offered: list[str]) -> None:
    # Bash parts words at "=", and is given what follows it.
    assert in_bash(line) == [offer if offer.endswith("=") else offer.rpartition("=")[2] for offer in offered]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
@pytest.mark.parametrize(("line", "offered"), LINES, ids=[line for line, _ in LINES])
def test_zsh_and_fish(line: str, offered: list[str], shell: str, tmp_path: Path) -> None:
    mark = {"zsh": ":", "fish": "\t"}[shell]
    assert [offer.partition(mark)[0] for offer in by_protocol(line, shell, tmp_path)] == offered


def test_a_value_with_blanks_stays_one_word(tmp_path: Path) -> None:
    assert in_bash("query positions programme=Artemis") == [r"Artemis\ Accords"]
    assert in_bash(r"query positions programme=Artemis\ Acc") == [r"Artemis\ Accords"]
    assert in_bash("query positions 'programme=Artemis Acc") == ["programme=Artemis Accords"]
    assert by_protocol(r"query positions programme=Artemis\ Acc", "fish", tmp_path) == ["programme=Artemis Accords\t"]


def test_each_query_is_offered_with_its_summary(tmp_path: Path) -> None:
    offered = dict(line.split("\t") for line in by_protocol("query ", "fish", tmp_path))
    assert offered == {name: query.summary for name, query in all_queries().items()}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_each_shell(shell: str) -> None:
    script = [str(BIN / "register-python-argcomplete"), "--shell", shell, "spacepact"]
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    assert "_ARGCOMPLETE" in done.stdout
