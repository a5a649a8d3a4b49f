"""The version of the project: pyproject.toml has it, and some other files repeat it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from spacepact.errors import BadInput
from spacepact.files import read_text

_REPEATED = {
    "CITATION.cff": re.compile(r"^version: (.*)$", re.M),
    "README.md": re.compile(r"\bSpacePact ([\d.]+), claim"),
    "ontology/**/*.ttl": re.compile(r'\bowl:versionInfo "(.*?)"|\bowl:versionIRI <.*/([^/]*)>'),
}


class Section(NamedTuple):
    """A section of the changelog: the date of a version (2026-11-29) and the text below its heading."""

    date: str
    text: str


def version(root: Path) -> str:
    """Return the version in the pyproject.toml of a checkout."""
    return str(tomllib.loads(read_text(root / "pyproject.toml"))["project"]["version"])


def wrong_versions(root: Path) -> list[str]:
    """Return a line for each place of a checkout that has another version than its pyproject.toml, or none."""
    return list(_wrong_versions(root, version(root)))


def _wrong_versions(root: Path, expected: str) -> Iterator[str]:
    for pattern, repeated in _REPEATED.items():
        for path in sorted(root.glob(pattern)):
            name = path.relative_to(root)
            found = ["".join(groups) for groups in re.findall(repeated, read_text(path))]
            yield from [f"{name}: version {value} (expected {expected})" for value in found if value != expected]
            if not found:
                yield f"{name}: no version (expected {expected})"


def changelog_section(root: Path) -> Section:
    """Return the section of the changelog for the version of a checkout.

    Raises BadInput if there is none, if it is not the first, or if its date is not that of CITATION.cff.
    """
    name = version(root)
    heading = re.search(r"^## (.*)\n", text := read_text(root / "CHANGELOG.md"), re.M)
    found = re.fullmatch(rf"{re.escape(name)} - (\d{{4}}-\d\d-\d\d)", heading[1]) if heading else None
    if not found or not heading:
        raise BadInput(f"CHANGELOG.md: the first section is not '## {name} - DATE': write it (DATE as in 2026-11-29)")
    if f"\ndate-released: {found[1]}\n" not in read_text(root / "CITATION.cff"):
        raise BadInput(f"CITATION.cff: date-released is not {found[1]}, the date in CHANGELOG.md: correct one of them")
    return Section(found[1], text[heading.end() :].partition("\n## ")[0].strip())
