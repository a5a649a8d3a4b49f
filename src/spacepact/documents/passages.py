"""Cut a plain text into passages: sentences, headlines and quotations with their positions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacepact.files import digest

# Shorter quotations are turns of phrase, which their sentence carries well enough.
WORDS_OF_A_QUOTATION = 5
_QUOTATION = re.compile(r"“([^“”]+)”|\"([^\"\n]+)\"|«([^«»]+)»|「([^「」]+)」")
_ENDS_SENTENCE = re.compile(r"[.?!…。？！][\"”’»」)\]]*\s*\Z")


@dataclass(frozen=True, order=True)
class Passage:
    """A stretch of a text.

    ``start`` and ``end`` count Unicode code points from 0, end excluded, as Web Annotation's
    text position selector does; ``kind`` is the local name of a passage kind of the ontology.
    """

    start: int
    end: int
    kind: str
    sha256: str
    first_words: str

    @staticmethod
    def of(text: str, start: int, end: int, kind: str) -> Passage:
        """Return the passage of *text* between two offsets."""
        span = text[start:end]
        return Passage(start, end, kind, digest(span), " ".join(re.findall(r"\w[\w'’-]*", span)[:3]))


def cut(text: str, splits: Iterable[int] = (), language: str = "en") -> list[Passage]:
    """Return the passages of *text* in order; together they cover every letter and digit.

    Kinds are guesses by layout. *splits* are further offsets at which a passage must begin, for
    a headline that runs into a sentence. A quotation of some length becomes a passage of its own
    inside its sentence.
    """
    found: list[Passage] = []
    for start, end, kind in _stretches(text, language):
        edges = [start, *sorted(s for s in set(splits) if start < s < end), end]
        for left, right in pairwise(edges):
            trimmed = _trim(text, left, right)
            if trimmed:
                found.append(Passage.of(text, *trimmed, kind))
                found += _quotations(text, *trimmed)
    return sorted(found, key=lambda p: (p.start, -p.end))


def _stretches(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of every sentence of prose and every line that is none."""
    from sentencex import segment

    offset, lines_before, prose_seen, rule_seen = 0, 0, False, False
    one_line = "\n" not in text.strip()
    for line in text.splitlines(keepends=True):
        end = offset + len(line)
        if not re.search(r"\w", line):
            rule_seen = rule_seen or bool(line.strip())
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


def _quotations(text: str, start: int, end: int) -> Iterator[Passage]:
    for match in _QUOTATION.finditer(text, start, end):
        group = next(i for i in range(1, 5) if match[i] is not None)
        trimmed = _trim(text, match.start(group), match.end(group))
        if trimmed and len(re.findall(r"\w+", match[group])) >= WORDS_OF_A_QUOTATION:
            yield Passage.of(text, *trimmed, "passage_quotation")


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Move both ends inwards past white space; None where nothing but marks is left."""
    span = text[start:end]
    if not re.search(r"\w", span):
        return None
    return start + len(span) - len(span.lstrip()), end - (len(span) - len(span.rstrip()))
