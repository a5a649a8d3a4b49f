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
            same = same.replace("\r\n", "\n").replace("\r", "\n").replace("\n", ends)
            differences.append(f"line ends {_line_ends_of(text)} instead of {_LINE_ENDS[ends]}")
        if form:
            same = unicodedata.normalize(form, same)
            differences.append(f"Unicode normal form {'NFD' if form == 'NFC' else 'NFC'} instead of {form}")
        for change, apply in _CHANGES.items():
            other = apply(same)
            if other not in seen:
                seen.add(other)
                yield other, " and ".join([*differences, change] if change else differences)


def _line_ends_of(text: str) -> str:
    rest = text.replace("\r\n", "")
    found = [name for end, name in _LINE_ENDS.items() if end in (text if end == "\r\n" else rest)]
    return " and ".join(found) or "none"


_STRAIGHT = str.maketrans("“”„‘’", '"""\'\'')
_CHANGES: dict[str, Callable[[str], str]] = {
    "": str,
    "no byte order mark": lambda text: "\ufeff" + text,
    "no line end at its end": lambda text: text + ("\r\n" if "\r\n" in text else "\n"),
    "a line end at its end": lambda text: text.rstrip("\r\n"),
    "empty lines at its start": lambda text: text.lstrip("\r\n"),
    "spaces at line ends": lambda text: re.sub(r"[ \t]+(?=[\r\n]|\Z)", "", text),
    "no-break spaces instead of spaces": lambda text: re.sub("[\u00a0\u202f]", " ", text),
    "several spaces instead of one": lambda text: re.sub(" {2,}", " ", text),
    "invisible characters": lambda text: re.sub("[\u00ad\u200b\u2060\ufeff]", "", text),
    "typographic instead of straight quotation marks": lambda text: text.translate(_STRAIGHT),
    "line breaks within paragraphs": lambda text: re.sub(r"(?<=[^\r\n])(?:\r\n|\n|\r)(?=[^\r\n])", " ", text),
}
