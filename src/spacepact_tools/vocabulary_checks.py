"""Check the form of the vocabulary: ``python -m spacepact_tools.vocabulary_checks [FILE ...]``.

A check is a SELECT query for ``?focus ?detail`` in ``ontology/checks``. Each row is a finding. The severity of each
check, and the terms that are exceptions, are in ``profile.toml`` in the same folder.
"""

from __future__ import annotations

import sys
import tomllib
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Store

from spacepact.ask.named_queries import header
from spacepact.errors import BadInput, BrokenQuery, SpacepactError
from spacepact.files import read_text
from spacepact.graph import load_turtle, packaged_files, select, text_of
from spacepact.terms import curie

HEADER = ("problem", "why", "fix", "scope")
# The check runs once over these files; with "each file", it runs on every file of the folder ontology alone.
SCOPES = ("core", "core+codes", "skos", "all data", "each file")
SEVERITIES = ("error", "warning", "info", "off")


class Check(NamedTuple):
    """A check: the texts of its header, its SPARQL, and its severity and exceptions (CURIEs) from the profile."""

    name: str
    problem: str
    why: str
    fix: str
    scope: str
    sparql: str
    severity: str
    exceptions: tuple[str, ...]


class Finding(NamedTuple):
    """A row that a check returns, with its terms as CURIEs."""

    check: Check
    focus: str
    detail: str


def read_checks(folder: Path | None = None) -> list[Check]:
    """Return the checks in *folder*, by default the packaged ones, the highest severity first.

    Raises BadInput if there is none, if a header is incomplete, or if the profile does not fit the checks.
    """
    folder = folder or packaged_files.root() / "ontology" / "checks"
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise BadInput(f"{folder}: contains no checks: add a .rq file")
    severity, exceptions = _read_profile(folder / "profile.toml", [path.stem for path in paths])
    checks = []
    for path in paths:
        sparql = read_text(path)
        keys = header(sparql)
        if missing := [key for key in HEADER if not keys.get(key)]:
            raise BadInput(f"{path}: no line '#+ {missing[0]}: ...': add it at the top")
        if keys["scope"] not in SCOPES:
            raise BadInput(f"{path}: unknown scope {keys['scope']!r} (expected {', '.join(SCOPES)})")
        problem, why, fix, scope = (keys[key] for key in HEADER)
        excepted = tuple(exceptions.get(path.stem, ()))
        checks.append(Check(path.stem, problem, why, fix, scope, sparql, severity[path.stem], excepted))
    return sorted(checks, key=lambda check: SEVERITIES.index(check.severity))


def _read_profile(path: Path, names: Sequence[str]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    try:
        profile = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path}: invalid TOML: {error}") from error
    severity, exceptions = profile.get("severity", {}), profile.get("exceptions", {})
    if missing := [name for name in names if name not in severity]:
        raise BadInput(f"{path}: no severity for {missing[0]}: add one under [severity]")
    if unknown := [name for name in [*severity, *exceptions] if name not in names]:
        raise BadInput(f"{path}: unknown check {unknown[0]}: remove it, or add {unknown[0]}.rq")
    if wrong := [name for name in names if severity[name] not in SEVERITIES]:
        raise BadInput(f"{path}: unknown severity of {wrong[0]} (expected {', '.join(SEVERITIES)})")
    return severity, exceptions


def run_check(check: Check, store: Store) -> list[Finding]:
    """Return the findings of a check in *store*, including its exceptions. Raises BrokenQuery for invalid SPARQL."""
    try:
        rows = select(store, check.sparql)
    except SyntaxError as error:
        raise BrokenQuery(f"{check.name}.rq: invalid SPARQL: {error}") from error
    return [Finding(check, curie(text_of(row.get("focus"))), curie(text_of(row.get("detail")))) for row in rows]


def run_checks(checks: Sequence[Check], files: Sequence[Path] = ()) -> list[Finding]:
    """Return the findings in *files*, by default in the packaged graph, each check in its scope; without exceptions.

    Raises BadInput if all checks are off, or if a file contains no triples.
    """
    checks = [check for check in checks if check.severity != "off"]
    if not checks:
        raise BadInput("all checks are off: set another severity in profile.toml")
    if files:
        loaded = _load(files)
        stores = {scope: [loaded] for scope in SCOPES}
    else:
        core, codes = packaged_files.vocabulary(), packaged_files.codes()
        all_data = [*packaged_files.written(), packaged_files.derived()]
        contents = {"core": core, "core+codes": [*core, *codes], "skos": codes, "all data": all_data}
        stores = {scope: [_load(paths)] for scope, paths in contents.items()}
        stores["each file"] = [_load([path]) for path in sorted((packaged_files.root() / "ontology").rglob("*.ttl"))]
    findings = [f for check in checks for store in stores[check.scope] for f in run_check(check, store)]
    return [f for f in findings if not {f.focus, f.detail} & set(f.check.exceptions)]


def _load(files: Sequence[Path]) -> Store:
    for file in files:
        if not len(load_turtle([file])):
            raise BadInput(f"{file}: contains no triples: name another file")
    return load_turtle(files)


def report(findings: Sequence[Finding], checks: Sequence[Check]) -> str:
    """Return the findings as lines, each check with its explanation and fix, and a count at the end."""
    lines = []
    for check in dict.fromkeys(finding.check for finding in findings):
        lines += [f"{check.severity} {check.name} {f.focus}: {f.detail}" for f in findings if f.check == check]
        lines += [f"  {check.problem} {check.why}", f"  Fix: {check.fix}"]
    count = Counter(finding.check.severity for finding in findings)
    numbers = ", ".join(f"{count[severity]} {severity}" for severity in SEVERITIES if severity != "off")
    active = sum(check.severity != "off" for check in checks)
    return "\n".join([*lines, f"{active} checks: {numbers}"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the findings; return 1 if one is an error, 2 if a file cannot be checked."""
    parser = ArgumentParser(
        "python -m spacepact_tools.vocabulary_checks", description="Check the form of a vocabulary."
    )
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="Turtle file (default: the packaged graph)")
    files = parser.parse_args(arguments).files
    try:
        checks = read_checks()
        findings = run_checks(checks, files)
    except SpacepactError as error:
        print(f"spacepact: {error}", file=sys.stderr)
        return error.exit_code
    print(report(findings, checks))
    return int(any(finding.check.severity == "error" for finding in findings))


if __name__ == "__main__":
    raise SystemExit(main())
