"""Generate command lines from the parsers of the commands, run them, and check what they leave behind."""

from __future__ import annotations

import faulthandler
import json
import os
import re
from argparse import Action
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from subprocess import CompletedProcess
from threading import Timer

from pyoxigraph import RdfFormat, parse

import fuzz_values
from fuzz_values import NAMES, SECRET, TEXTS
from spacepact.cli.commands import COMMANDS
from spacepact.cli.parser import Parser

CODES = {0, 1, 2, 3}
UNTIL_STOPPED = ("mcp", "serve")  # commands that run until they are stopped
_NAMES = [name for name in COMMANDS if name not in UNTIL_STOPPED]
SECONDS = 30  # for one command line
_MOST_JAVA = 0.03  # the part of the command lines with --reason and --infer that run: each takes up to a second
_OUTPUTS = ("new.ttl", "new.csv", "new.nt", "new.json", "new.tsv", "new.trig")
_FILES = {
    "sheet": ("sheet.tsv", "sheet.csv", "bad.tsv", "data.ttl"),
    "textfile": ("text.txt", "bad.txt"),
    "textfiles": ("text.txt", "signing.txt"),
    "files": ("data.ttl", "bad.ttl", "data.nt", "data.rdf", "data.jsonld", "sheet.tsv", "data.ttl.gz", "data.trig"),
    "data": ("data.ttl", "data.nt", "folder", "data.jsonld", "data.rdf"),
    "old": ("data.ttl", "data.nt", "folder"),
    "new": ("bad.ttl", "data.trig", "folder"),
    "folder": ("new", "folder"),
    "known": ("Peru", "CONIDA", "Pakistan", "France"),
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# How often a command is chosen: the others take longer.
_WEIGHTS = {"validate": 3, "reason": 1, "export": 2, "load": 5, "diff": 4, "compile": 6, "site": 1}


_KNOWN = {*NAMES, *(name for names in _FILES.values() for name in names if "." in name)}


@dataclass
class Case:
    """A command line with its surroundings, made from *seed* only."""

    seed: int
    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    standard_input: bytes = b""

    def __str__(self) -> str:
        names = ", ".join(self.files)
        return f"seed {self.seed}: spacepact {self.arguments!r}, environment {self.environment!r}, files {names}"


def make(seed: int, url: str) -> Case:
    """Return the case of a seed; *url* is that of a store."""
    chance = Random(seed)
    weights = [_WEIGHTS.get(name, 8) for name in _NAMES]
    command = chance.choices([*_NAMES, "", "--help", "--version"], [*weights, 1, 1, 1])[0]
    arguments = [command] if command else []
    if command in COMMANDS:
        arguments += _arguments(chance, command, url)
    if command == "site":
        arguments.append("--no-sparql")  # otherwise npm downloads packages
    if chance.random() < 0.02:
        arguments = [_text(chance) for _ in range(chance.randrange(4))]  # none of the texts is one of UNTIL_STOPPED
    named = {part for argument in arguments for part in [argument, argument.partition("=")[2]] if part in _KNOWN}
    environment = _environment(chance, url)
    named |= {name for name in environment.get("SPACEPACT_DATA", "").split(os.pathsep) if name in NAMES}
    files = {name: fuzz_values.content(chance, name) for name in sorted(named) if _is_file(name)}
    if chance.random() < 0.4:
        files["spacepact.toml"] = fuzz_values.settings(chance, url)
    if chance.random() < 0.2:
        files["netrc"] = fuzz_values.netrc(chance)
    return Case(seed, arguments, environment, files, fuzz_values.standard_input(chance))


def _is_file(name: str) -> bool:
    return name not in (".", "..", "-", "~") and not name.startswith(
        ("/", "missing", "new.", "A" * 9, "no/", "data.ttl/", "store", "folder", "loop", "pipe")
    )


def _arguments(chance: Random, command: str, url: str) -> Iterator[str]:
    """Yield arguments for the positional arguments and some of the options that the parser of a command has."""
    parser = Parser(command, "", "")
    COMMANDS[command].declare(parser)
    groups: list[list[str]] = []
    for action in parser._actions:
        is_option = bool(action.option_strings)
        count = int(chance.random() < 0.2) if is_option else _count(chance, action)
        if action.dest == "help" or (
            is_option and action.dest in ("reason", "inferred") and chance.random() > _MOST_JAVA
        ):
            continue
        if is_option and type(action).__name__ == "_AppendAction" and count:
            count = chance.choice([1, 1, 2])
        groups += [_group(chance, action, url) for _ in range(count)]
    if chance.random() < 0.03:
        groups.append([chance.choice([_text(chance), "--no-such", "-z", "--", "-h"])])
    if chance.random() < 0.3:
        chance.shuffle(groups)
    return (argument for group in groups for argument in group)


def _count(chance: Random, action: Action) -> int:
    usual = {"?": [0, 1, 1], "*": [0, 1, 1, 2], "+": [1, 2]}.get(str(action.nargs), [1])
    if action.dest == "files":  # without files, validate takes seconds
        usual = [1, 1, 2]
    return int(chance.choice([*usual * 8, 0, 2]))


def _group(chance: Random, action: Action, url: str) -> list[str]:
    if not action.option_strings:
        return [_value(chance, action, url)]
    name = chance.choice(action.option_strings)
    if action.nargs == 0:
        return [name]
    value = _value(chance, action, url)
    return [f"{name}={value}"] if name.startswith("--") and chance.random() < 0.3 else [name, value]


def _value(chance: Random, action: Action, url: str) -> str:
    """Return a value for an argument: usually one of its kind, otherwise any text."""
    if chance.random() < 0.15:
        return _text(chance)
    metavar = str(action.metavar or action.dest)
    if action.choices:
        return str(chance.choice(list(action.choices)))
    if action.dest == "output":
        return chance.choice(_OUTPUTS) if chance.random() < 0.6 else chance.choice(NAMES)
    if action.dest in _FILES and chance.random() < 0.7:
        return chance.choice(_FILES[action.dest])
    if action.dest in ("sparql", "name", "parameters", "thing", "text", "known"):
        return chance.choice(NAMES) if chance.random() < 0.1 else _text(chance)
    with_login = f"http://me:{SECRET}@{url[7:]}"
    kinds: dict[str, Sequence[str]] = {
        "STORE": [url, "lab", "store", with_login, f"oxigraph+{url}", "127.0.0.1:9", f"{url}?a=b#x"],
        "TARGET": [url, "lab", "store", "folder", f"oxigraph+{url}", f"virtuoso+{url}", "new", with_login],
        "SECONDS": ["30", "0", "1e9"],
        "PART": ["codes", "instances", "facts", "queries"],
        "OFFSET": ["0", "10", "999"],
        "SEVERITY": ["error", "info"],
    }
    return chance.choice(kinds.get(metavar, NAMES))


def _text(chance: Random) -> str:
    text = chance.choice(TEXTS)
    if chance.random() < 0.2:
        text += chance.choice(TEXTS)
    return text[:20_000]


def _environment(chance: Random, url: str) -> dict[str, str]:
    values: dict[str, Sequence[str]] = {
        "SPACEPACT_TOKEN": [SECRET, f"{SECRET}\r", f"{SECRET}\u2192", f"{SECRET}\udcff"],
        "SPACEPACT_USER": ["me", "m\u00e9:x", "\x1b"],
        "SPACEPACT_PASSWORD": [SECRET, f"{SECRET}\n"],
        "SPACEPACT_LAB_TOKEN": [SECRET, ""],
        "HTTP_PROXY": [url, "127.0.0.1:9", "socks5://127.0.0.1:9", "://", f"u:{SECRET}@h:x", "socks9://x"],
        "ALL_PROXY": [f"http://u:{SECRET}%0a@127.0.0.1:9", f"socks5h://u:{SECRET}@127.0.0.1:9", "\x1b"],
        "NO_PROXY": ["*", "127.0.0.1", "\x1b"],
        "SPACEPACT_DATA": ["data.ttl", "missing.ttl:data.nt", ":", "folder", "\udcff", "store"],
        "SPACEPACT_DOCUMENTS": [".", "missing", "data.ttl", "\x1b[31m"],
        "XDG_CONFIG_HOME": ["relative", "/dev/null", "~", "\udcff"],
        "NETRC": ["netrc", "/dev/null", ".", "locked.ttl", "\udcff", "a\x1b"],
        "COLUMNS": ["0", "-5", "x", "9" * 30, "1"],
        "GITHUB_ACTIONS": ["true", "x"],
        "TERM": ["dumb", "", "\x1b"],
        "FORCE_COLOR": ["1"],
        "SSL_CERT_FILE": ["missing", "data.ttl", "."],
        "TZ": ["Nowhere/X"],
    }
    return {name: chance.choice(several) for name, several in values.items() if chance.random() < 0.08}


@contextmanager
def surroundings(case: Case, folder: Path) -> Iterator[None]:
    """Write the files of a case into the folder and make it the current folder."""
    for name, content in case.files.items():
        (folder / os.fsdecode(os.fsencode(name))).write_bytes(content)
    if "folder" in str(case):
        (folder / "folder").mkdir()
        (folder / "folder" / "a.ttl").write_bytes(case.files.get("data.ttl", b""))
    if "folder.ttl" in case.arguments:
        (folder / "folder.ttl").mkdir()
    if "loop.ttl" in case.arguments:
        (folder / "loop.ttl").symlink_to("loop.ttl")
    if "store" in case.arguments and case.seed % 2:
        (folder / "store").mkdir()
    here = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)


@contextmanager
def time_limit(case: Case) -> Iterator[None]:
    """End the process, with the case and where it hangs, if the block takes too long: the engine cannot be stopped."""

    def late() -> None:
        os.write(2, f"no end after {SECONDS} seconds: {case}\n".encode("utf-8", "backslashreplace"))

    timer = Timer(SECONDS, late)
    timer.daemon = True
    timer.start()
    faulthandler.dump_traceback_later(SECONDS + 2, exit=True, file=2)
    try:
        yield
    finally:
        timer.cancel()
        faulthandler.cancel_dump_traceback_later()


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def faults(done: CompletedProcess[str], before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Return what is wrong with the end of a command: exit code, output, and the files in its folder."""
    found = []
    if done.returncode not in CODES:
        found.append(f"exit code {done.returncode}")
    for word in ("Traceback", "Warning:", "Exception ignored"):
        if word in done.stderr:
            found.append(word)
    if SECRET in done.stdout + done.stderr:
        found.append("a secret")
    if match := _CONTROL.search(done.stderr):
        found.append(f"the control character {match[0]!r} in a message")
    if (
        done.returncode in (2, 3)
        and not re.search(r"(?m)^(spacepact: |usage: ).", done.stderr)
        and "endpoints" not in done.args[1:4]
    ):
        found.append("no message")
    if done.returncode in (2, 3) and before != after:
        found.append(f"files changed by a command that failed: {changed(before, after)}")
    found += [f"a part of a file: {name}" for name in after if name.endswith(".part")]
    has_own_format = any(argument.startswith(("-f", "--format")) for argument in done.args)  # not that of the extension
    found += [
        f"an incomplete file: {name}"
        for name in changed(before, after)
        if "/" not in name and name in after and not (has_own_format or is_complete(name, after[name]))
    ]
    return found


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Return the names of the files that differ."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


_PARSED = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "trig": RdfFormat.TRIG}


def is_complete(name: str, content: bytes) -> bool:
    """Return whether an output file can be read in the format of its extension."""
    suffix = name.rpartition(".")[2]
    try:
        text = content.decode("utf-8")
        if suffix == "json" and not name.startswith("store"):
            json.loads(text)
        if suffix in _PARSED and not text.startswith(("{", "<?xml", "[")):
            list(parse(content, _PARSED[suffix]))
    except (ValueError, SyntaxError):
        return False
    return True
