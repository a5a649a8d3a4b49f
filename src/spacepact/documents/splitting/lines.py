"""Divide a text into paragraphs, list entries and table rows by its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len

from spacepact.documents.splitting.sentences import ends_sentence, last_mark, sentences
from spacepact.documents.splitting.words import has_word, is_unspaced

# Lines of text in a script with capitals are seldom broken before this column.
_MIN_WIDTH = 40
_MARKER = re.compile(
    r"\s*(?:[-*•–▪‣◦·●○■□►➤]|[①-⑳]"
    r"|\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivxl]{1,6}|[a-z])[.)](?!\s+\w+\s+\d{4}\b)|\([A-Z]\)|\d{1,3}(?:\.\d{1,3})+"
    r"|（[^（）]{1,3}）|[一二三四五六七八九十]{1,3}、)(?:\s+|(?<=[、）①-⑳])\s*)(?=\S*\w)"
)
_NUMBER_LINE = re.compile(r"\s*\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxlIVXL]{1,6})[.)]+\s*")
_ROW = re.compile(r"\w[ ]*\t\s*\w|\|[^|]*\|")
# A cell boundary that makes a row only beside other rows.
_WEAK_ROW = re.compile(r"\||\S {3,}\S")
_CONTINUES_AFTER = tuple(",;-–—(/،؛，、；")
_ADDRESS = re.compile(r"[!-~]{40}")
_BYLINE = re.compile(r"\s*(?:by|von|par|por|di)\s+[A-ZÀ-Þ]")


@dataclass(frozen=True)
class Line:
    """A line of a text, or the lines of a paragraph: offsets, text, and ``text``, ``entry``, ``row`` or ``empty``."""

    start: int
    end: int
    text: str
    role: str

    @property
    def indent(self) -> int:
        """The number of leading spaces."""
        return len(self.text) - len(self.text.lstrip())


def paragraphs(text: str, language: str) -> list[Line]:
    """Return the paragraphs, list entries and table rows of *text* in order, without lines that have no word.

    A text is hard-wrapped if a line continues in the next one. Then lines are joined to paragraphs, which end
    at an empty line. Otherwise each line is a paragraph.
    """
    runs = list(_runs(_lines(text)))
    wrapped = _Wrapped(runs, language) if any(_shows_wrapping(index, run) for index, run in enumerate(runs)) else None
    found: list[Line] = []
    for run in runs:
        group = [run[0]]
        width = max(_width(line) for line in run)
        for before, line in pairwise(run):
            if _hangs(group[0], line) or (wrapped and wrapped.joins(before, line, width, len(group) > 1)):
                group.append(line)
            else:
                found.append(_joined(text, group))
                group = [line]
        found.append(_joined(text, group))
    return list(_with_numbers(text, found))


def _with_numbers(text: str, found: Sequence[Line]) -> Iterator[Line]:
    """Join a number that stands alone, such as "1.", to the paragraph after it, which becomes a list entry."""
    number: Line | None = None
    for line in found:
        if number is not None and line.role == "text":
            yield Line(number.start, line.end, text[number.start : line.end], "entry")
            number = None
            continue
        if number is not None:
            yield number
        number = line if line.role != "row" and _NUMBER_LINE.fullmatch(line.text) else None
        if number is None:
            yield line
    if number is not None:
        yield number


def _lines(text: str) -> list[Line]:
    """Return the lines with their roles. A line with only a page break is no line."""
    raw = []
    offset = 0
    for line in text.splitlines(keepends=True):
        if line != "\x0c":
            raw.append((offset, line))
        offset += len(line)
    weak = [bool(_WEAK_ROW.search(line)) or bool(_ROW.search(line)) for _, line in raw]
    lines = []
    for index, (start, line) in enumerate(raw):
        beside = any(weak[max(0, index - 1) : index] + weak[index + 1 : index + 2])
        if not has_word(line):
            role = "empty"
        elif _MARKER.match(line):
            role = "entry"
        elif _ROW.search(line) or (weak[index] and beside):
            role = "row"
        else:
            role = "text"
        lines.append(Line(start, start + len(line), line, role))
    return lines


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines between lines without words."""
    run: list[Line] = []
    for line in lines:
        if line.role != "empty":
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _joined(text: str, lines: Sequence[Line]) -> Line:
    start, end = lines[0].start, lines[-1].end
    return Line(start, end, text[start:end], lines[0].role)


def _width(line: Line) -> int:
    """Return the columns of a line; 0 if a long address makes it longer than others."""
    return 0 if _ADDRESS.search(line.text) else cell_len(line.text.strip())


def _hangs(first: Line, line: Line) -> bool:
    """Return whether *line* continues the list entry *first*: it is indented more."""
    return first.role == "entry" and line.role == "text" and line.indent > first.indent


def _shows_wrapping(index: int, run: Sequence[Line]) -> bool:
    """Return whether the lines of a run show that the text is hard-wrapped."""
    width = max(_width(line) for line in run)
    pairs = [(a, b) for a, b in pairwise(run) if b.role == "text" and a.role != "row"]
    if any(_runs_on(a, b, width, first=index == 0 and a is run[0]) for a, b in pairs):
        return True
    if width < _MIN_WIDTH or len(pairs) < len(run) - 1 or not all(_is_full(a, b, width) for a, b in pairs):
        return False
    # Each line is full. A headline and one line of text can look the same, if the script has capitals.
    open_pairs = [b for a, b in pairs if not ends_sentence(a.text)]
    return any(len(pairs) > 1 or index > 0 or not b.text.strip()[0].isupper() for b in open_pairs)


def _runs_on(before: Line, line: Line, width: int, *, first: bool) -> bool:
    """Return whether the words show that a sentence continues in the next line."""
    if ends_sentence(before.text) or (first and _BYLINE.match(line.text)):
        return False
    letter = next((c for c in line.text if c.isalnum()), "")
    long_enough = cell_len(before.text.strip()) >= min(width, 2 * _MIN_WIDTH) / 2
    # Scripts without spaces have no capitals either, and are seldom filled to the last column.
    unspaced = is_unspaced(letter) and cell_len(before.text.strip()) >= max(_MIN_WIDTH, width * 3 / 4)
    return last_mark(before.text) in _CONTINUES_AFTER or (letter.islower() and long_enough) or unspaced


def _is_full(before: Line, line: Line, width: int) -> bool:
    """Return whether the first word of *line* had no place at the end of the line before."""
    start = line.text.lstrip()
    word = 4 if is_unspaced(start) else 1 + cell_len(start.split()[0])
    return cell_len(before.text.strip()) + word > width * 0.95


class _Wrapped:
    """Decide which lines of a hard-wrapped text to join."""

    def __init__(self, runs: Sequence[Sequence[Line]], language: str) -> None:
        self.language = language
        self.first = runs[0][0]
        widths = [_width(a) for run in runs for a, b in pairwise(run) if b.role == "text"]
        self.width = sorted(widths)[len(widths) * 9 // 10]

    def joins(self, before: Line, line: Line, width: int, inside: bool) -> bool:
        """Return whether *line* continues the paragraph of *before*; *inside* if that has several lines."""
        if "row" in (before.role, line.role):
            return False
        width = max(width, self.width)
        full = _is_full(before, line, width) and line.indent <= before.indent + 1
        if line.role == "entry":
            return full and before.text.strip()[-1].isalnum() and line.text.strip()[0].isdigit()
        if ends_sentence(before.text):
            return full or self._unbroken(before.text, line.text)
        return inside or full or _runs_on(before, line, width, first=before is self.first)

    def _unbroken(self, before: str, line: str) -> bool:
        """Return whether the end of the line before does not end a sentence, such as "a.m." or "Dr."."""
        left = before.strip()[-80:] + " "
        spans = sentences(left + line.strip()[:80], self.language)
        return all(start != len(left) for start, _ in spans)
