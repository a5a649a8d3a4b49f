"""Check the form of the vocabulary: ``python -m spacepact_tools.vocabulary_checks [FILE ...]``.

A check is a SELECT of ``?focus ?detail`` in ``ontology/checks``; each row is a finding. How grave it is, and
which terms may break it, is in ``profile.toml`` beside.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Store

from spacepact.ask.named_queries import header
from spacepact.errors import BadInput, BrokenQuery, SpacepactError
from spacepact.graph import packaged_files
from spacepact.graph.select import select, text_of
from spacepact.graph.store import load_turtle
from spacepact.terms import curie

HEAD = ("problem", "why", "fix", "scope")
SCOPES = ("core", "core+codes", "skos", "all data")
SEVERITIES = ("error", "warning", "info", "off")


class Check(NamedTuple):
    """A check: what its head says, its SPARQL, and what the profile says of it; *excused* holds CURIEs."""

    name: str
    problem: str
    why: str
    fix: str
    scope: str
    sparql: str
    severity: str
    excused: tuple[str, ...]


class Finding(NamedTuple):
    """A row of a check, its terms as CURIEs."""

    check: Check
    focus: str
    detail: str


def read(folder: Path | None = None) -> list[Check]:
    """Return the checks in *folder*, the packaged ones if None, the gravest first.

    Raises BadInput where there is none, where a head is not whole, or where the profile does not fit.
    """
    folder = folder or packaged_files.root() / "ontology" / "checks"
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise BadInput(f"{folder}: holds no check: a check is a .rq file")
    severity, exceptions = _profile(folder / "profile.toml", [path.stem for path in paths])
    found = []
    for path in paths:
        sparql = path.read_text(encoding="utf-8")
        said = header(sparql)
        if missing := [key for key in HEAD if not said.get(key)]:
            raise BadInput(f"{path}: no line '#+ {missing[0]}: ...': add it at the top")
        if said["scope"] not in SCOPES:
            raise BadInput(f"{path}: unknown scope {said['scope']!r}: take one of {', '.join(SCOPES)}")
        problem, why, fix, scope = (said[key] for key in HEAD)
        excused = tuple(exceptions.get(path.stem, ()))
        found.append(Check(path.stem, problem, why, fix, scope, sparql, severity[path.stem], excused))
    return sorted(found, key=lambda check: SEVERITIES.index(check.severity))


def _profile(path: Path, names: Sequence[str]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    try:
        profile = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: not TOML: {error}") from error
    severity, exceptions = profile.get("severity", {}), profile.get("exceptions", {})
    if missing := [name for name in names if name not in severity]:
        raise BadInput(f"{path}: no severity for {missing[0]}: add one under [severity]")
    if unknown := [name for name in [*severity, *exceptions] if name not in names]:
        raise BadInput(f"{path}: no check is called {unknown[0]}: take it out, or add {unknown[0]}.rq")
    if wrong := [name for name in names if severity[name] not in SEVERITIES]:
        raise BadInput(f"{path}: unknown severity of {wrong[0]}: take one of {', '.join(SEVERITIES)}")
    return severity, exceptions


def rows(check: Check, store: Store) -> list[Finding]:
    """Return what *check* finds in *store*, exceptions among it."""
    try:
        found = select(store, check.sparql)
    except SyntaxError as error:
        raise BrokenQuery(f"{check.name}.rq: not SPARQL: {error}") from error
    return [Finding(check, curie(text_of(row.get("focus"))), curie(text_of(row.get("detail")))) for row in found]


def run(checks: Sequence[Check], files: Sequence[Path] = ()) -> list[Finding]:
    """Return what *checks* find in *files*, or each in its scope of the packaged graph; exceptions left out.

    Raises BadInput where every check is off, or where a file holds no triples.
    """
    checks = [check for check in checks if check.severity != "off"]
    if not checks:
        raise BadInput("every check is off: turn one on in profile.toml")
    if files:
        whole = _load(files)
        stores = dict.fromkeys(SCOPES, whole)
    else:
        core, codes = packaged_files.ontology()
        graph_files = [*packaged_files.written(), packaged_files.derived()]
        contents = ([core], [core, codes], [codes], graph_files)
        stores = {scope: _load(paths) for scope, paths in zip(SCOPES, contents, strict=True)}
    findings = [finding for check in checks for finding in rows(check, stores[check.scope])]
    return [f for f in findings if not {f.focus, f.detail} & set(f.check.excused)]


def _load(files: Sequence[Path]) -> Store:
    for file in files:
        if not len(load_turtle([file])):
            raise BadInput(f"{file}: holds no triples: is it the right file?")
    return load_turtle(files)


def report(findings: Sequence[Finding], checks: Sequence[Check]) -> str:
    """Return the findings a line each, with how to mend them after the last of a check, and a count."""
    lines = []
    for check in dict.fromkeys(finding.check for finding in findings):
        lines += [f"{check.severity} {check.name} {f.focus}: {f.detail}" for f in findings if f.check == check]
        lines += [f"  {check.problem} {check.why}", f"  Fix: {check.fix}"]
    count = Counter(finding.check.severity for finding in findings)
    numbers = ", ".join(f"{count[severity]} {severity}" for severity in SEVERITIES if severity != "off")
    active = sum(check.severity != "off" for check in checks)
    return "\n".join([*lines, f"{active} checks: {numbers}"])


def main(arguments: Sequence[str]) -> int:
    """Print what the checks find in the files named; return 1 where one is an error, 2 where it cannot be told."""
    try:
        if wrong := [argument for argument in arguments if argument.startswith("-")]:
            raise BadInput(f"No such option: {wrong[0]}: name Turtle files, or nothing for the packaged graph")
        checks = read()
        findings = run(checks, [Path(argument) for argument in arguments])
    except SpacepactError as error:
        print(f"spacepact: {error}", file=sys.stderr)
        return error.exit_code
    print(report(findings, checks))
    return int(any(finding.check.severity == "error" for finding in findings))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
