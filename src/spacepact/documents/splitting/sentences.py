"""Split a paragraph into sentences.

sentencex knows the sentence ends and abbreviations of each language. Here: what it misses.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate, pairwise

from spacepact.documents.splitting.quotations import CLOSING_MARKS, OPENING_MARKS
from spacepact.documents.splitting.words import has_word

# Marks that end a sentence but have no such property in the version of Unicode that sentencex knows.
_ALSO_TERMINATORS = "…⋯។៕།༎"
_REPLACED = str.maketrans(
    {"។": "။", "៕": "။", "།": "।", "༎": "।"}
    | dict.fromkeys("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " ")
    | dict.fromkeys(set(OPENING_MARKS + CLOSING_MARKS) - set("'’"), " ")
)
_NOTE = r"(?:\[\w{1,3}\]|[⁰¹²³⁴-⁹]+|[*†‡]+)"
_NOTES = re.compile(rf"(?:{_NOTE}[,\s]?)*{_NOTE}(?=\s|\Z)")
# A footnote mark or number directly after a full stop: "They signed.12 Then".
_NOTED_END = re.compile(rf"(?:[.!?…][\"”’»)]?{_NOTE}+|[^\W\d_]{{3}}[.!?][\"”’»)]?\d{{1,3}})\s+(?=[\"“‘«(]?[A-ZÀ-ÞА-Я])")
# A word that sentencex takes for an abbreviation, and a new sentence: "completed in May. Thailand pays".
_WORD_END = re.compile(r"\b(?:May|no|me|ill|miss)[.][\"”’»)]?\s+(?=[\"“‘«(]?[A-ZÀ-Þ][a-zß-ÿ])")
_AFTER_END = re.compile(rf"(?:[\s)\]）】{CLOSING_MARKS}]|{_NOTE}|(?<=[^\W\d][.!?])\d{{1,3}})+\Z")
_OPENED = re.compile(r"\s((?:[•‣◦▪·●○■□►➤(（\[‘‚“„«「『]\s*|['\"])+)\Z")
_ITEM = re.compile(r"[(（]\w{1,5}[)）](?=\s)|[•‣◦▪·●○■□►➤](?=\s)")
_NO_BRACKETS = str.maketrans(dict.fromkeys("()（）•‣◦▪·●○■□►➤", " "))
# In Greek, a semicolon ends a question.
_GREEK_QUESTION = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff][»\s]?[;\u037e][»\s]*\Z")
# A number, letter or "Article 2" with a full stop: it belongs to the text that follows.
_NUMBER = re.compile(
    r"\W*(?:(?:Article|Artikel|Artículo|Articolo|Artigo|Art|Section|Sec|Rule|Clause|Annex|Paragraph|Para|Статья|Figure"
    r"|Fig|Table|Tabelle|Abbildung|Abb|Bild|Photo|Foto)\.?\s+"
    r"|§+\s*)?(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[ivxlcIVXLC]{1,6}|\d{1,3}[a-z])[.)\]:]*\s*",
    re.IGNORECASE,
)
_ZONE = (
    r"(?:[ECMPA][SD]?T|UTC|GMT|[BICKJWM]ST|W?CES?T|EES?T|WES?T|MSK|PKT|HKT|SGT|A[EC][SD]?T|AWST|AE[SD]T|AC[SD]T"
    r"|NZ[SD]?T|SAST|GST|AK[SD]?T|HST|local)\b"
    r"|(?!(?:This|That|The|Next|Last|Each|Some|Any|First)\b)[A-Z]\w+(?:\s[A-Z]\w+){0,2}\s[Tt]ime\b"
)
_MONTH = (
    r"(?:Jan(?:uary?)?|Jänner|Feb(?:ruary?)?|Mar(?:ch)?|März|Apr(?:il)?|Ma[iy]|Jun[ei]?|Jul[yi]?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?)\b"
)
_DAY = rf"(?:Mon|Tues?|Wed(?:nes)?|Thur?s?|Fri|Sat(?:ur)?|Sun)(?:day|\.|,)|{_MONTH}\.?\s+\d"
_CURRENCY = r"(?:Euros?|EUR|USD|US|GBP|CHF|RMB|Yuan|Yen|Dollars?|Franken)\b|[$€£¥]"
_LOWER = r"[(\"“]?[a-zß-öø-ÿа-яё]"
# What is before and after a full stop that does not end a sentence.
_CONTINUED = [
    (re.compile(before + r"\s*\Z"), re.compile(after))
    for before, after in (
        (r"(?i:\b[ap]\.\s?m\.)", rf"\(?(?:{_ZONE}|{_DAY}|{_LOWER})"),
        (r"\d\s?°?\s?(?:(?:sq|cu)\.?\s)?[^\W\d_]{1,5}\.", rf"{_LOWER}|{_CURRENCY}"),
        (r"(?i:\bdeg)\.", r"(?:[NSEW]|North|South|East|West)\b|" + _LOWER),
        (r"(?i:\b(?:bn|mn|mln|tn|mio|mrd|approx|incl|est|ca|resp))\.", rf"{_LOWER}|\d|{_CURRENCY}"),
        (r"\b(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.", _LOWER),
        (r"(?i:\b(?:der|die|das|den|dem|des|am|zum|zur|im|vom)) \d{1,2}\.", r"[A-ZÄÖÜ]"),
        (r"(?i:\b(?:paras?|arts?|secs?|nos?|nr|figs?|vol|ch|cl|eq|abs|ziff|kap))\.", r"[\d(§]|[ivxIVX]+\b"),
        (r"\b(?:Mt|MM?|Mmes?|Mlles?|Dr|Pr|Mgr)\.", r"[A-ZÀ-Þ]"),
        (r"\b(?:vs|v|e\.\s?g|i\.\s?e|cf|viz|z\.\s?B|d\.\s?h)\.", r"\w"),
        (r"\b\d{1,2}\.", _MONTH),
        (r"(?<![\w.])[^\W\d_]\.", _LOWER),
        (rf"[.!?…،。۔।][{CLOSING_MARKS}]", rf"[—–-]?\s*{_LOWER}"),
        (r"[！？][」』”]", r"[\u3400-\u9fff]"),
        (r"[」』”]", r"[\u3041-\u3096]"),
    )
]


def sentences(text: str, language: str, quotations: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Return start and end of each sentence of a paragraph, in order and without gaps.

    *language* is a code such as ``en``. A sentence does not end inside one of the *quotations*, which have
    their offsets without the marks.
    """
    from sentencex import segment

    pieces = segment(language, _plain(text, quotations))
    ends = {0, *accumulate(map(len, pieces))}
    ends |= {end.end() for pattern in (_NOTED_END, _WORD_END) for end in pattern.finditer(text)}
    inside = _inside(quotations)
    last_word = next((at for at in range(len(text) - 1, -1, -1) if text[at].isalnum()), 0)
    kept = [0]
    for end in sorted(ends):
        boundary = _after_notes(text, end)
        if not kept[-1] < boundary <= last_word or inside(end) or not has_word(text[kept[-1] : boundary]):
            continue
        if not _continues(text, kept[-1], boundary):
            kept.append(boundary)
    return list(pairwise([*kept, len(text)]))


def ends_sentence(text: str) -> bool:
    """Return whether *text* ends with a mark that ends a sentence, before closing marks and footnote marks.

    >>> ends_sentence("They signed.”[2]"), ends_sentence("They signed")
    (True, False)
    """
    return is_terminator(last_mark(text)) or bool(_GREEK_QUESTION.search(text[-60:]))


def last_mark(text: str) -> str:
    """Return the last character before closing marks and footnote marks; empty if there is none."""
    return _AFTER_END.sub("", text[-60:])[-1:]


@cache
def is_terminator(character: str) -> bool:
    """Return whether a character ends a sentence (Unicode property Sentence_Terminal, and dots of an ellipsis)."""
    from sentencex import get_sentence_boundaries

    if not character or character in _ALSO_TERMINATORS:
        return bool(character)
    return get_sentence_boundaries("en", f"a{character}")[-1]["boundary_symbol"] is not None


def _plain(text: str, quotations: Sequence[tuple[int, int]]) -> str:
    """Return the text in one line, with “English” marks around quotations and without other quotation marks.

    The brackets of "(a)" and bullets are removed too: sentencex takes all that follows for a single item.
    """
    characters = list(text.translate(_REPLACED))
    for start, end in quotations:
        characters[start - 1] = "“"
        if end < len(characters):
            characters[end] = "”"
    return _ITEM.sub(lambda item: item[0].translate(_NO_BRACKETS), "".join(characters))


def _inside(quotations: Sequence[tuple[int, int]]) -> Callable[[int], bool]:
    starts = [start for start, _ in quotations]

    def check(offset: int) -> bool:
        index = bisect_right(starts, offset) - 1
        return index >= 0 and quotations[index][0] <= offset <= quotations[index][1]

    return check


def _after_notes(text: str, boundary: int) -> int:
    """Return the offset after the footnote marks at a boundary: they belong to the sentence before.

    Bullets, opening marks and brackets belong to the sentence after.
    """
    if opened := _OPENED.search(text[max(0, boundary - 10) : boundary]):
        return boundary - len(opened[1])
    if boundary and (note := _NOTES.match(text, boundary)):
        space = re.compile(r"\s*").match(text, note.end())
        return space.end() if space else note.end()
    return boundary


def _continues(text: str, start: int, boundary: int) -> bool:
    """Return whether the sentence that starts at *start* continues after *boundary*."""
    before, after = text[max(start, boundary - 40) : boundary], text[boundary : boundary + 60]
    if boundary - start < 40 and _NUMBER.fullmatch(before):
        return True
    return any(left.search(before) and right.match(after) for left, right in _CONTINUED)
