"""Find the words of a text in any script: letters and digits with their combining marks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Thai to Tibetan, Myanmar, Khmer, kana and Chinese characters: these scripts put no space between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# A word of these scripts has about two characters.
_CHARACTERS_PER_WORD = 2


def has_word(text: str) -> bool:
    """Return whether *text* has a letter or a digit.

    >>> has_word("* * *"), has_word("____"), has_word("§ 3")
    (False, False, True)
    """
    return any(character.isalnum() for character in text)


def word_count(text: str) -> int:
    """Return the number of words; in a script without spaces, two characters count as one word."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_words(_UNSPACED.sub(" ", text))) + unspaced // _CHARACTERS_PER_WORD


def first_words(text: str, count: int = 3) -> str:
    """Return at most the first *count* words, without punctuation.

    >>> first_words("“The two agencies,” he said")
    'The two agencies'
    """
    words = []
    for word in _words(text)[:count]:
        unspaced = _UNSPACED.search(word)
        words.append(_shortened(word, count * _CHARACTERS_PER_WORD) if unspaced else word)
        if unspaced:
            break
    return " ".join(words)


def is_unspaced(text: str) -> bool:
    """Return whether the first character belongs to a script without spaces between words."""
    return bool(_UNSPACED.match(text))


def _words(text: str) -> list[str]:
    marks = "".join({c for c in text if _is_mark(c)})
    return re.findall(rf"\w[\w'’\u200c\u200d{marks}-]*", text)


def _shortened(word: str, length: int) -> str:
    """Return the first *length* characters, and the marks on the last one."""
    while length < len(word) and _is_mark(word[length]):
        length += 1
    return word[:length]


@cache
def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
