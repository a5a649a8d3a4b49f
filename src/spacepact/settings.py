"""Find and read ``spacepact.toml``: in this folder or the nearest above it, then in the user's configuration folder.

Here: the files, and the section ``[facts]`` with the namespace of the user's own things, claims and documents:

- ``namespace``: the IRI at the beginning of theirs; ``prefix``: its prefix in Turtle (default: ``our``)

Not here: the sections ``[endpoints.NAME]`` (stores).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from spacepact.errors import BadInput, nearest
from spacepact.files import read_text
from spacepact.lazy import TYPE_CHECKING
from spacepact.terms import PREFIXES, PROJECT, Namespace

if TYPE_CHECKING:
    from typing import Any

FILE = "spacepact.toml"
OWN_PREFIX = "our"
THINGS = "facts/things.ttl"  # in a repository of facts
_SECTIONS = {"endpoints": "[endpoints.NAME]", "facts": "[facts]"}
_RESERVED = "https://w3id.org/spacepact/"
_NAMESPACE = r"(?a)(?:https?://[A-Za-z0-9][\w.:-]*/|urn:[a-z0-9][a-z0-9-]+:)[\w.~:/@!$&'()*+,;=%?-]*#?"


def settings_files() -> Iterator[Path]:
    """Yield the files with settings, the nearest first."""
    try:
        here = Path.cwd()
    except FileNotFoundError as error:
        raise BadInput("the current folder does not exist any more: change to another folder") from error
    near = next((folder / FILE for folder in (here, *here.parents) if (folder / FILE).is_file()), None)
    if near is not None:
        yield near
    own = user_folder() / FILE
    if own.is_file() and own != near:
        yield own


def user_folder() -> Path:
    """Return the user's configuration folder: in XDG_CONFIG_HOME, or in the usual place of the system."""
    base = os.environ.get("XDG_CONFIG_HOME") or (os.environ.get("APPDATA") if os.name == "nt" else None)
    return (Path(base) if base else Path("~/.config").expanduser()) / "spacepact"


def read_settings(file: Path) -> tuple[str, dict[str, Any]]:
    """Return the text and the content of a file; raises BadInput for invalid TOML and unknown sections."""
    import tomllib

    text = read_text(file)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{file}: invalid TOML: {error}") from error
    for key in content:
        if key not in _SECTIONS:
            expected = " or ".join(_SECTIONS.values())
            raise BadInput(f"{file}: unknown setting {key!r}{nearest(key, _SECTIONS)} (expected {expected})")
    return text, content


def own_namespace() -> Namespace:
    """Return the namespace of the user's own things, claims and documents; that of the project if none is set.

    Raises BadInput for an invalid setting.
    """
    for file, section in _facts():
        if not isinstance(section, dict) or not isinstance(section.get("namespace"), str):
            raise BadInput(
                f'{file}: invalid value of facts: write [facts] and namespace = "https://example.org/facts#"'
            )
        for key in section:
            if key not in ("namespace", "prefix"):
                hint = nearest(key, ("namespace", "prefix"))
                raise BadInput(f"{file}: unknown setting facts.{key}{hint} (expected namespace or prefix)")
        prefix = section.get("prefix", OWN_PREFIX)
        if not isinstance(prefix, str) or not re.fullmatch(r"[a-z]+", prefix) or prefix in PREFIXES:
            raise BadInput(
                f"{file}: invalid prefix {prefix!r}: write lower-case letters that are no prefix of the project"
            )
        try:
            return Namespace(prefix, checked_namespace(section["namespace"]))
        except BadInput as error:
            raise BadInput(f"{file}: {error}") from None
    return PROJECT


def own_things_file() -> Path | None:
    """Return the file with the user's own things, which may be missing; None outside a repository of facts.

    A repository has a folder ``facts`` beside the file that sets its namespace.
    """
    for file, _ in _facts():
        things = Path(os.path.relpath(file.parent)) / THINGS
        return things if things.parent.is_dir() else None
    return None


def _facts() -> Iterator[tuple[Path, Any]]:
    """Yield the files with a section ``[facts]``, each with this section, the nearest first."""
    for file in settings_files():
        section = read_settings(file)[1].get("facts")
        if section is not None:
            yield file, section


def checked_namespace(iri: str) -> str:
    """Return *iri*; raise BadInput if it cannot be the namespace of a user.

    >>> checked_namespace("https://example.org/facts#")
    'https://example.org/facts#'
    """
    if not re.fullmatch(_NAMESPACE, iri) or iri[-1] not in "#/" or len(iri) > 200:
        raise BadInput(
            f"invalid namespace {iri!r}: write an IRI that ends with # or /, such as https://example.org/facts#"
        )
    if iri.startswith(_RESERVED) or iri in PREFIXES.values():
        raise BadInput(
            f"the namespace {iri} belongs to others: write one of your own, such as https://example.org/facts#"
        )
    return iri
