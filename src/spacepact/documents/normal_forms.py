"""Find out whether a text differs from the cited one only in its form: line ends, normal form, spaces and marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import product
from typing import Literal

_FORMS: tuple[Literal["NFC", "NFD"] | None, ...] = (None, "NFC", "NFD")
_LINE_ENDS = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}


def normal_forms(text: str) -> Iterator[tuple[str, str]]:
    """Yield *text* in its other forms, each with the words that say how *text* differs from it."""
    seen = {text}
    for ends, form in product((None, *_LINE_ENDS), _FORMS):
        same, differences = text, []
        if ends:
            same = _with_line_ends(same, ends)
            differences.append(f"line ends {_line_ends_of(text)} instead of {_LINE_ENDS[ends]}")
        if form:
            same = unicodedata.normalize(form, same)
            differences.append(f"Unicode normal form {'NFD' if form == 'NFC' else 'NFC'} instead of {form}")
        for change, apply in _CHANGES.items():
            other = apply(same)
            if other not in seen:
                seen.add(other)
                yield other, " and ".join([*differences, change] if change else differences)


def _with_line_ends(text: str, ends: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", ends)


def _line_ends_of(text: str) -> str:
    rest = text.replace("\r\n", "")
    found = [name for end, name in _LINE_ENDS.items() if end in (text if end == "\r\n" else rest)]
    return " and ".join(found) or "none"


def _without_last_end(text: str) -> str:
    return text.rstrip("\r\n")


def _with_last_end(text: str) -> str:
    return text + ("\r\n" if "\r\n" in text else "\n")


def _with_mark(text: str) -> str:
    return "\ufeff" + text


def _without_typography(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, "“”„"), '"') | dict.fromkeys(map(ord, "‘’"), "'"))


_CHANGES: dict[str, Callable[[str], str]] = {
    "": str,
    "no byte order mark": _with_mark,
    "no line end at its end": _with_last_end,
    "a line end at its end": _without_last_end,
    "empty lines at its start": lambda text: text.lstrip("\r\n"),
    "spaces at line ends": lambda text: re.sub(r"[ \t]+(?=[\r\n]|\Z)", "", text),
    "no-break spaces instead of spaces": lambda text: re.sub("[\u00a0\u202f]", " ", text),
    "several spaces instead of one": lambda text: re.sub(" {2,}", " ", text),
    "invisible characters": lambda text: re.sub("[\u00ad\u200b\u2060\ufeff]", "", text),
    "typographic instead of straight quotation marks": _without_typography,
    "line breaks within paragraphs": lambda text: re.sub(r"(?<=[^\r\n])(?:\r\n|\n|\r)(?=[^\r\n])", " ", text),
}
