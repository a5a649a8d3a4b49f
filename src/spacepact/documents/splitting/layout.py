"""Guess the role of each paragraph in the layout of a text: headline, body, caption, navigation and others."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from spacepact.documents.splitting.lines import Line, paragraphs
from spacepact.documents.splitting.sentences import ends_sentence, last_mark, sentences
from spacepact.documents.splitting.words import word_count

_PICTURE = (
    r"(?:photo(?:graph)?|picture|image|figure|fig\.|foto|bild|abb(?:ildung|\.)|illustration|imagen|immagine|figura"
    r"|рис(?:унок|\.)|фото|图|圖|図|写真|चित्र|تصویر|صورة)"
)
_PICTURE_CAPTION = re.compile(
    rf"\W*{_PICTURE}\s*(?:\d+\w?\s*)?(?:[:：.|—–-]|\s(?:by|credit|courtesy)\b)", re.IGNORECASE
)
_CREDIT = re.compile(rf"\((?:{_PICTURE}|credit|source)\b[^()]*\)\.?\s*\Z", re.IGNORECASE)
_SECTION = re.compile(
    r"\s*(?:#+\s|(?:article|section|chapter|part|annex|appendix|artikel|kapitel|abschnitt|anhang|artículo|capítulo"
    r"|articolo|chapitre|artigo|статья|раздел|глава|अनुच्छेद)\s+(?:\d|[ivxlc]+\b)|§|[ivxl]+\.\s|第.{1,5}[条章節节條]|\d+(?:\.\d+)*\.?\s)",
    re.IGNORECASE,
)
_CONTINUES = ",;:，；：、،؛"
_QUESTION_MARKS = "?!？！؟;"
_SECTION_ONLY = re.compile(r"\s*(?!no\b)[^\W\d]{3,12}\s+(?:\d{1,3}|[IVXL]+)\.\s*", re.IGNORECASE)
_FOOTER = re.compile(r"\A\W*(?:©|copyright\b)|\ball rights reserved", re.IGNORECASE)
# A paragraph with as many words is prose, even without a full stop: Thai has none.
_MIN_PROSE_WORDS = 30
# A line with a comma or colon at its end and as many words is part of a sentence, even if no list follows.
_LEAD_IN_WORDS = 4


@dataclass(frozen=True)
class Block:
    """A part of a text that is separate in the layout, with the local name of its passage kind."""

    start: int
    end: int
    kind: str


def layout(text: str, language: str) -> list[Block]:
    """Return the paragraphs, list entries and table rows of *text*, each with its probable passage kind."""
    found = paragraphs(text, language)
    prose = [index for index, is_prose in enumerate(_prose(found, language)) if is_prose]
    return [Block(p.start, p.end, f"passage_{_kind(found, index, prose)}") for index, p in enumerate(found)]


def _kind(found: Sequence[Line], index: int, prose: Sequence[int]) -> str:
    """Return the kind of a paragraph; *prose* has the indexes of all prose."""
    paragraph = found[index]
    if paragraph.role != "text":
        return "list_entry" if paragraph.role == "entry" else "table_row"
    if len(found) > 1 and (_PICTURE_CAPTION.match(paragraph.text) or _CREDIT.search(paragraph.text[-200:])):
        return "picture_caption"
    place = bisect_left(prose, index)
    if prose[place : place + 1] == [index]:
        return "body"
    if index == 0:
        return "headline"
    before_list = index + 1 < len(found) and found[index + 1].role != "text"
    if place == 0 or (_SECTION.match(paragraph.text) and (place < len(prose) or before_list)):
        return "subheading"
    return "caption" if place < len(prose) else "navigation"


def _prose(found: Sequence[Line], language: str) -> list[bool]:
    """Return for each paragraph whether it is prose.

    Questions and exclamations can also be titles. They are prose if no title is directly before or after them.
    """
    firm = [len(found) == 1 or _is_firm(found, index, language) for index in range(len(found))]
    prose = list(firm)
    open_ended = [
        p.role == "text" and not f and ends_sentence(p.text) and not _is_apart(p.text)
        for p, f in zip(found, firm, strict=True)
    ]
    for is_open, group in groupby(range(len(found)), open_ended.__getitem__):
        indexes = list(group)
        before, after = indexes[0] - 1, indexes[-1] + 1
        if is_open and before >= 0 and not _is_title(found, firm, before) and not _is_title(found, firm, after):
            prose[indexes[0] : after] = [True] * len(indexes)
    return prose


def _is_title(found: Sequence[Line], firm: Sequence[bool], index: int) -> bool:
    return index < len(found) and found[index].role == "text" and not firm[index]


def _is_apart(text: str) -> bool:
    """Return whether a paragraph is no prose in spite of its full stop: "Article 5." or a footer."""
    return bool(_FOOTER.search(text) or _SECTION_ONLY.fullmatch(text))


def _is_firm(found: Sequence[Line], index: int, language: str) -> bool:
    """Return whether a paragraph is prose by its own words."""
    paragraph = found[index]
    if paragraph.role != "text":
        return False
    if _is_apart(paragraph.text):
        return False
    if word_count(paragraph.text) >= _MIN_PROSE_WORDS:
        return True
    spans = sentences(paragraph.text, language)
    if ends_sentence(paragraph.text):
        return len(spans) > 1 or last_mark(paragraph.text) not in _QUESTION_MARKS
    if len(spans) > 1:
        return last_mark(paragraph.text[: spans[0][1]]) not in _QUESTION_MARKS
    end = paragraph.text.rstrip()[-1]
    followed_by_list = index + 1 < len(found) and found[index + 1].role != "text"
    return end in _CONTINUES and (word_count(paragraph.text) >= _LEAD_IN_WORDS or (end in ":：" and followed_by_list))
