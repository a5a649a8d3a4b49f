"""Read the settings: ``spacepact.toml`` of this folder or the nearest above it, then the user's own.

A section ``[endpoints.NAME]`` has ``kind`` (one of presets.KINDS) and ``url``, and where they do not follow
from these, ``query``, ``update`` and ``graphs`` (the URL of the graph store). ``graph`` is the IRI of the
graph, ``default-graph = true`` means the store's own default graph, ``timeout`` is in seconds. Never a
password: see credentials.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from spacepact.errors import BadInput, nearest

FILE = "spacepact.toml"
_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "kind": str,
    "url": str,
    "query": str,
    "update": str,
    "graphs": str,
    "graph": str,
    "default-graph": bool,
    "timeout": (int, float),
}
_NAMES: Mapping[Any, str] = {str: "a string", bool: "true or false", (int, float): "a number"}


class Section(NamedTuple):
    """What the settings say of one endpoint, and where."""

    name: str
    values: Mapping[str, Any]
    file: Path
    text: str

    def fault(self, key: str, what: str) -> BadInput:
        """Return the error that something is wrong with the value of a key, with file and line."""
        return BadInput(f"{_place(self.file, self.text, self.name, key)}: {what}")


def endpoints() -> dict[str, Section]:
    """Return the configured endpoints by name; the nearer file wins where both have one.

    Raises BadInput, with file and line or key, for a file that cannot be used.
    """
    found: dict[str, Section] = {}
    for file in _files():
        for section in _sections(file):
            found.setdefault(section.name, section)
    return found


def _files() -> Iterator[Path]:
    here = Path.cwd()
    near = next((folder / FILE for folder in (here, *here.parents) if (folder / FILE).is_file()), None)
    if near is not None:
        yield near
    own = user_folder() / FILE
    if own.is_file() and own != near:
        yield own


def user_folder() -> Path:
    """Return the folder of the user's own settings: of XDG_CONFIG_HOME, or where the system keeps them."""
    given = os.environ.get("XDG_CONFIG_HOME") or (os.environ.get("APPDATA") if os.name == "nt" else None)
    return (Path(given) if given else Path("~/.config").expanduser()) / "spacepact"


def _sections(file: Path) -> Iterator[Section]:
    import tomllib

    try:
        text = file.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except OSError as error:
        raise BadInput(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{file}: not UTF-8: save it as UTF-8 and try again") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{file}: not TOML: {error}") from error
    for key in content:
        if key != "endpoints":
            raise BadInput(f"{file}: nothing is set by {key!r}{nearest(key, ['endpoints'])}: write [endpoints.NAME]")
    tables = content.get("endpoints", {})
    if not isinstance(tables, dict) or not all(isinstance(values, dict) for values in tables.values()):
        raise BadInput(f"{file}: endpoints holds one table for each store: write [endpoints.NAME]")
    for name, values in tables.items():
        section = Section(name, values, file, text)
        for key, value in values.items():
            if key in ("user", "password", "token"):
                raise section.fault(key, f"{key} is no setting: give it by the environment or by netrc")
            if key not in _KEYS:
                raise section.fault(key, f"no setting is called {key!r}{nearest(key, _KEYS)}; use {', '.join(_KEYS)}")
            wanted = _KEYS[key]
            if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
                raise section.fault(key, f"{key} must be {_NAMES[wanted]}")
        if not re.fullmatch(r"[\w.-]+", name):
            raise section.fault("", f"the name {name!r} has other signs than letters, digits, - and _")
        yield section


def _place(file: Path, text: str, name: str, key: str) -> str:
    """Return file and line of a key; without the line where the file writes it in another way than most do."""
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("["):
            inside = bool(re.match(rf"\s*\[\s*endpoints\s*\.\s*[\"']?{re.escape(name)}[\"']?\s*\]", line))
            if inside and not key:
                return f"{file}:{number}"
        elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return f"{file}:{number}"
    return f"{file}: endpoints.{name}" + (f".{key}" if key else "")
