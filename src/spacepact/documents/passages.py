"""Split a plain text into passages: sentences, headlines and quotations with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacepact.files import digest

# A shorter quotation gets no passage inside its sentence.
MIN_QUOTATION_WORDS = 5
_QUOTATION = re.compile(r"“([^“”]+)”|\"([^\"\n]+)\"|«([^«»]+)»|「([^「」]+)」")
_LIST_ENTRY = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+\w")
_TABLE_ROW = re.compile(r"[^\t]*\w\s*\t\s*\w|.*\|.*\|")
_ENDS_SENTENCE = re.compile(r"[.?!…。？！][\"”’»」)\]]*\s*\Z")


@dataclass(frozen=True, order=True)
class TextSpan:
    """A passage of a text.

    ``start`` and ``end`` are offsets in Unicode code points, end excluded (Web Annotation text position
    selector). ``kind`` is the local name of a passage kind of the ontology.
    """

    start: int
    end: int
    kind: str
    sha256: str
    first_words: str

    @staticmethod
    def of(text: str, start: int, end: int, kind: str) -> TextSpan:
        """Return the span of *text* between two offsets."""
        span = text[start:end]
        return TextSpan(start, end, kind, digest(span), " ".join(re.findall(r"\w[\w'’-]*", span)[:3]))


def cut(text: str, splits: Iterable[int] = (), language: str = "en") -> list[TextSpan]:
    """Return the passages of *text* in order; together they cover every letter and digit.

    Kinds are guessed from the layout. *splits* are offsets where a passage must also begin, for example
    where a headline runs into a sentence. A long quotation is an additional passage inside its sentence.
    *language* is the code that sentencex uses to split sentences.
    """
    passages: list[TextSpan] = []
    for start, end, kind in _lines_and_sentences(text, language):
        edges = [start, *sorted(split for split in set(splits) if start < split < end), end]
        for left, right in pairwise(edges):
            trimmed = _trim(text, left, right)
            if trimmed:
                passages.append(TextSpan.of(text, *trimmed, kind))
                passages += _quotations(text, *trimmed)
    return sorted(passages, key=lambda p: (p.start, -p.end))


def _lines_and_sentences(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of each sentence of prose and of each other line."""
    from sentencex import segment

    offset, lines_before, prose_seen, rule_seen = 0, 0, False, False
    one_line = "\n" not in text.strip()
    for line in text.splitlines(keepends=True):
        end = offset + len(line)
        if not re.search(r"\w", line):
            rule_seen = rule_seen or bool(line.strip())
        elif not (one_line or rule_seen) and _LIST_ENTRY.match(line):
            yield offset, end, "passage_list_entry"
        elif not (one_line or rule_seen) and _TABLE_ROW.match(line):
            yield offset, end, "passage_table_row"
        elif one_line or (_ENDS_SENTENCE.search(line) and not rule_seen):
            prose_seen = True
            start = offset
            for sentence in segment(language, line):
                yield start, start + len(sentence), "passage_body"
                start += len(sentence)
        else:
            yield offset, end, _kind_of_line(lines_before, prose_seen, rule_seen)
        lines_before += bool(line.strip())
        offset = end


def _kind_of_line(lines_before: int, prose_seen: bool, rule_seen: bool) -> str:
    if rule_seen:
        return "passage_navigation"
    if prose_seen:
        return "passage_caption"
    return "passage_headline" if lines_before == 0 else "passage_subheading"


def _quotations(text: str, start: int, end: int) -> Iterator[TextSpan]:
    for match in _QUOTATION.finditer(text, start, end):
        group = next(i for i in range(1, 5) if match[i] is not None)
        trimmed = _trim(text, match.start(group), match.end(group))
        if trimmed and len(re.findall(r"\w+", match[group])) >= MIN_QUOTATION_WORDS:
            yield TextSpan.of(text, *trimmed, "passage_quotation")


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the offsets without surrounding white space, or None if the span has no word."""
    span = text[start:end]
    if not re.search(r"\w", span):
        return None
    return start + len(span) - len(span.lstrip()), end - (len(span) - len(span.rstrip()))
