"""Estimate the width of text, to clip and wrap it. The estimates are upper limits for the usual sans-serif fonts."""

from __future__ import annotations

import unicodedata

_NARROW = frozenset("iljtfrI.,:;'|!()[]{}/ \u2018\u2019")
_WIDE = frozenset("mwMW@%\u2014\u2026")


def text_width(text: str, size: float) -> float:
    """Return the width of a text in a font of *size*, in the same unit.

    >>> text_width("ill", 10) < text_width("one", 10) < text_width("MWM", 10)
    True
    """
    return sum(map(_em, text)) * size


def clip(text: str, width: float, size: float) -> str:
    """Return a text, cut at a space and ended by an ellipsis if it is wider than *width*; empty if nothing fits.

    >>> clip("Pakistan hopes to join", 100, 10)
    'Pakistan hopes…'
    """
    if text_width(text, size) <= width:
        return text
    kept = ""
    for character in text:
        if text_width(f"{kept}{character}…", size) > width:
            break
        kept += character
    at_space = kept.rpartition(" ")[0]
    kept = at_space if len(at_space) > len(kept) / 2 else kept
    return f"{kept.rstrip(' ,;:')}…" if kept.strip() else ""


def wrap(text: str, width: float, size: float, lines: int) -> list[str]:
    """Return a text as at most *lines* lines; the last line is clipped.

    >>> wrap("joint training centre for space science", 90, 10, 2)
    ['joint training', 'centre for…']
    """
    rows: list[str] = []
    words = text.split()
    while words and len(rows) < lines - 1:
        row = words.pop(0)
        while words and text_width(f"{row} {words[0]}", size) <= width:
            row += f" {words.pop(0)}"
        rows.append(clip(row, width, size))
    return [*rows, clip(" ".join(words), width, size)] if words else rows


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _WIDE or unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    if character.isupper():
        return 0.72
    return 0.6 if ord(character) < 0x250 else 0.8
