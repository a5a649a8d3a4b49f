"""Split a plain text into passages: sentences, headlines and quotations with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacepact.documents.splitting.languages import guess_language
from spacepact.documents.splitting.layout import layout
from spacepact.documents.splitting.quotations import find_quotations
from spacepact.documents.splitting.sentences import sentences
from spacepact.documents.splitting.words import first_words, has_word, word_count
from spacepact.files import digest

# A shorter quotation gets no passage inside its sentence.
MIN_QUOTATION_WORDS = 5
# A longer row of a table is split at its cells.
MAX_ROW_CHARACTERS = 300
_IN_SENTENCES = {"passage_body", "passage_list_entry", "passage_picture_caption"}
_CELL = re.compile(r"[\t|]+")


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
        return TextSpan(start, end, kind, digest(span), first_words(span))


def cut(text: str, splits: Iterable[int] = (), language: str | None = None) -> list[TextSpan]:
    """Return the passages of *text* in order; together they cover every letter and digit.

    Kinds are guessed from the layout. *splits* are offsets where a passage must also begin, for example
    where a headline runs into a sentence. A long quotation is an additional passage inside its sentence.
    *language* is the code of the language of the text (default: guessed).
    """
    language = language or guess_language(text)
    splits = sorted(set(splits))
    passages: list[TextSpan] = []
    blocks = layout(text, language)
    for index, block in enumerate(blocks):
        following = text[blocks[index + 1].start : blocks[index + 1].end] if index + 1 < len(blocks) else ""
        quotations = list(find_quotations(text, block.start, block.end, following.lstrip()[:1]))
        for start, end in _spans(text, block.start, block.end, block.kind, language, quotations):
            edges = [start, *(split for split in splits if start < split < end), end]
            for left, right in pairwise(edges):
                if trimmed := _trim(text, left, right):
                    passages.append(TextSpan.of(text, *trimmed, block.kind))
        passages += _quotation_passages(text, quotations, splits)
    return sorted(passages, key=lambda p: (p.start, -p.end))


def _spans(
    text: str, start: int, end: int, kind: str, language: str, quotations: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield start and end of each passage of a block that is not a quotation."""
    if kind in _IN_SENTENCES:
        inside = [(left - start, right - start) for left, right in quotations]
        yield from ((start + left, start + right) for left, right in sentences(text[start:end], language, inside))
    elif kind == "passage_table_row" and end - start > MAX_ROW_CHARACTERS:
        cells = [match.start() for match in _CELL.finditer(text, start, end)]
        yield from pairwise(dict.fromkeys([start, *cells, end]))
    else:
        yield start, end


def _quotation_passages(text: str, quotations: list[tuple[int, int]], splits: list[int]) -> Iterator[TextSpan]:
    for start, end in quotations:
        is_split = any(start < split < end for split in splits)
        trimmed = _trim(text, start, end)
        if trimmed and not is_split and word_count(text[start:end]) >= MIN_QUOTATION_WORDS:
            yield TextSpan.of(text, *trimmed, "passage_quotation")


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the offsets without surrounding white space, or None if the span has no word."""
    span = text[start:end]
    if not has_word(span):
        return None
    return start + len(span) - len(span.lstrip()), end - (len(span) - len(span.rstrip()))
