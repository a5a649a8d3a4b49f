"""Read the settings of stores in ``spacepact.toml``.

A section ``[endpoints.NAME]`` describes one store:

- ``kind``: one of kinds.KINDS; ``url``: its base URL
- ``query``, ``update``, ``graphs`` (the graph store): URLs that do not follow from these two
- ``graph``: the IRI of the graph; ``default-graph = true``: use the store's default graph
- ``timeout``: in seconds
- ``allow-plain-http = true``: credentials may leave this machine without encryption; only in the user's own file

Passwords are not settings: see credentials.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from spacepact.errors import BadInput, nearest
from spacepact.settings import FILE, read_settings, settings_files, user_folder

_NUMBER = (int, float)
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "kind": str,
    "url": str,
    "query": str,
    "update": str,
    "graphs": str,
    "graph": str,
    "default-graph": bool,
    "timeout": _NUMBER,
    "allow-plain-http": bool,
}
_TYPE_NAMES: Mapping[Any, str] = {str: "a string", bool: "true or false", _NUMBER: "a number"}


class Section(NamedTuple):
    """The settings of one endpoint, and the file that contains them. *is_own*: it is the user's own configuration.

    *replaces_own*: the user's own configuration has another store of this name.
    """

    name: str
    values: Mapping[str, Any]
    file: Path
    text: str
    is_own: bool = False
    replaces_own: bool = False

    def error(self, key: str, problem: str) -> BadInput:
        """Return the error for the value of a key, with file and line."""
        return BadInput(f"{self._location(key)}: {problem}")

    def _location(self, key: str) -> str:
        """Return file and line of a key, or of the section; without the line if the TOML has an unusual layout."""
        is_inside = False
        for number, line in enumerate(self.text.splitlines(), start=1):
            if line.lstrip().startswith("["):
                name = rf"[\"']?{re.escape(self.name)}[\"']?"
                is_inside = bool(re.match(rf"\s*\[\s*endpoints\s*\.\s*{name}\s*\]", line))
                if is_inside and not key:
                    return f"{self.file}:{number}"
            elif is_inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return f"{self.file}:{number}"
        return f"{self.file}: endpoints.{self.name}" + (f".{key}" if key else "")


def endpoints() -> dict[str, Section]:
    """Return the configured endpoints by name. If both files have a name, the nearer file wins.

    Raises BadInput, with file and line or key, for invalid settings.
    """
    sections: dict[str, Section] = {}
    for file in settings_files():
        for section in read_sections(file):
            nearer = sections.setdefault(section.name, section)
            if nearer is not section and nearer.values != section.values:
                sections[section.name] = nearer._replace(replaces_own=True)
    return sections


def _is_own(file: Path) -> bool:
    own = user_folder() / FILE
    return own.is_file() and own.samefile(file)


def read_sections(file: Path) -> Iterator[Section]:
    """Yield the sections of one file; raises BadInput for invalid settings."""
    text, content = read_settings(file)
    is_own = _is_own(file)
    tables = content.get("endpoints", {})
    if not isinstance(tables, dict) or not all(isinstance(values, dict) for values in tables.values()):
        raise BadInput(f"{file}: invalid value of endpoints: expected a table [endpoints.NAME] for each store")
    for name, values in tables.items():
        section = Section(name, values, file, text, is_own)
        for key, value in values.items():
            if key in ("user", "password", "token"):
                raise section.error(key, f"{key} is not a setting: use an environment variable or netrc")
            if key not in _TYPES:
                hint = nearest(key, _TYPES)
                raise section.error(key, f"unknown setting {key!r}{hint} (expected one of {', '.join(_TYPES)})")
            expected = _TYPES[key]
            if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
                raise section.error(key, f"invalid {key}: expected {_TYPE_NAMES[expected]}")
        if not re.fullmatch(r"[\w.-]+", name):
            raise section.error("", f"invalid store name {name!r}: use letters, digits, '-', '_' and '.'")
        yield section
