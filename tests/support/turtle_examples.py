"""Read Turtle files that contain several examples.

The prefixes at the top of a file apply to each of its examples. An example starts with the line ``# --- pass`` or
``# --- fail``, with ``: NAME`` after it where there are several. It must pass or fail on its own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple


class Example(NamedTuple):
    """An example, with the prefixes of its file."""

    file: str
    verdict: str
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}/{self.verdict}" + (f"-{self.name}" if self.name else "")

    def write(self, folder: Path) -> Path:
        """Write the example to a file in *folder* and return its path."""
        path = folder / "example.ttl"
        path.write_text(self.text, encoding="utf-8")
        return path


def read_examples(path: Path) -> list[Example]:
    """Return the examples in a file; raise ValueError if it has none, or if a marker or an example is invalid."""
    prefixes, *parts = re.split(r"^#[ -]*-[ -]*(.*)\n", path.read_text(encoding="utf-8"), flags=re.M)
    if not parts:
        raise ValueError(f"no examples ({path.name}): start each with '# --- pass' or '# --- fail'")
    if _statements(prefixes):
        raise ValueError(f"statements before the first marker ({path.name}): move them into an example")
    examples = []
    for marker, text in zip(parts[::2], parts[1::2], strict=True):
        verdict, _, name = marker.partition(": ")
        if verdict not in ("pass", "fail"):
            raise ValueError(f"unknown marker {marker!r} ({path.name}): expected 'pass' or 'fail', and ': NAME'")
        if not _statements(text):
            raise ValueError(f"no statements in {marker!r} ({path.name}): write some, or remove the marker")
        examples.append(Example(path.stem, verdict, name, prefixes + text))
    return examples


def _statements(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith(("#", "@prefix "))]
