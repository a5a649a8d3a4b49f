"""Find quotations by their quotation marks, in the pairs that languages use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

# Opening marks and the marks that close them: English, German, French, Swedish, Chinese, Japanese and others.
_CLOSERS = {
    "“": "”",
    "„": "“”",
    "”": "”",
    "‘": "’",
    "‚": "‘’",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "｢": "｣",
    "〝": "〟",
    '"': '"',
    "'": "'",
}
OPENING_MARKS = "".join(_CLOSERS)
CLOSING_MARKS = "".join(dict.fromkeys("".join(_CLOSERS.values())))
# Marks that can also close a quotation or be an apostrophe: they open one only before a word, after a space.
_AMBIGUOUS = "”»›\"'"
_SINGLE = "‘‚'"
# Look at so many marks for the end of a quotation in single marks, which can be apostrophes.
_MAX_MARKS = 50


def find_quotations(text: str, start: int, end: int, following: str = "") -> Iterator[tuple[int, int]]:
    """Yield start and end of each quotation between two offsets of a paragraph, without its marks.

    *following* is the first character of the next paragraph. A quotation that this paragraph does not close
    goes to the end of the paragraph if the next one repeats the opening mark. Quotations inside quotations
    are skipped.
    """
    at = start
    while (at := _opening_mark(text, at, end)) < end:
        mark = text[at]
        close = _closing_mark(text, at, end)
        if close is None and following and (following == mark or mark + following == "«»"):
            close = end
        if close is None:
            at += 1
        else:
            yield at + 1, close
            at = close + 1


def _opening_mark(text: str, start: int, end: int) -> int:
    """Return the offset of the first opening mark, or *end*."""
    for match in _OPENING.finditer(text, start, end):
        at = match.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if text[at] not in _AMBIGUOUS + "‘" or (not before.isalnum() and before not in ".,!?…" and not after.isspace()):
            return at
    return end


def _closing_mark(text: str, at: int, end: int) -> int | None:
    """Return the offset of the mark that closes the quotation opened at *at*, or None."""
    mark, closers = text[at], _CLOSERS[text[at]]
    found = None
    for match in islice(_MARK[mark].finditer(text, at + 1, end), _MAX_MARKS):
        close = match.start()
        after = text[close + 1] if close + 1 < end else " "
        if text[close] not in closers:  # the quotation is opened again: the first mark stands alone
            break
        if mark not in _SINGLE:
            return close
        if after.isalnum():
            continue  # an apostrophe
        if text[close - 1] in ".,!?…" or after in ".,;:!?":
            return close
        found = close if found is None else found  # perhaps the apostrophe of a plural: "the parties’ plan"
    return found


_OPENING = re.compile(f"[{OPENING_MARKS}]")
_MARK = {mark: re.compile(f"[{closers}{mark}]") for mark, closers in _CLOSERS.items()}
