"""Guess the language of a text, so that its sentences can be split by the rules of this language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from spacepact.errors import BadInput

# The script in the Unicode name of a letter, and the language to assume.
_SCRIPTS = {
    "ARABIC": "ar", "ARMENIAN": "hy", "BENGALI": "bn", "CJK": "zh", "CYRILLIC": "ru", "DEVANAGARI": "hi",
    "ETHIOPIC": "am", "GREEK": "el", "GUJARATI": "gu", "GURMUKHI": "pa", "HANGUL": "ko", "HIRAGANA": "ja",
    "KANNADA": "kn", "KATAKANA": "ja", "MALAYALAM": "ml", "MYANMAR": "my", "TAMIL": "ta", "TELUGU": "te",
}  # fmt: skip
# Frequent words of the languages in Latin script whose sentences differ from English ones.
_FREQUENT = {
    "en": "the of and to in is for that with by on will are was has",
    "de": "der die und das ist mit von den im zu für wird ein eine am nicht",
    "fr": "le la les des et est une du pour dans que sur qui par un au",
    "es": "el la los las y del una que por para con se un en al su",
    "it": "il di che la una per con del della è gli sono un dei nel",
    "pt": "o a os as e do da uma que para com em não dos no ao",
    "nl": "de het een van en is dat op te voor met zijn niet in",
    "pl": "i w na z się nie jest do o że przez oraz dla",
    "da": "og det en af er til på for med ikke der den",
    "fi": "ja on ei se että oli ovat myös sekä kanssa",
    "sk": "a v na sa je že pre s o aj ktoré",
}
_SAMPLE = 20_000


def language_code(language: str) -> str:
    """Return the code of a language in lower case, without a region.

    Raises BadInput if *language* is not a code.

    >>> language_code("de-AT")
    'de'
    """
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", language):
        raise BadInput(f"invalid language {language!r}: write its code, such as en, de or zh")
    return re.split("[-_]", language)[0].lower()


def guess_language(text: str) -> str:
    """Return the code of the probable language of *text*: by its script, and in Latin script by frequent words.

    >>> guess_language("भारत"), guess_language("Der Vertrag ist von den Agenturen."), guess_language("Heron")
    ('hi', 'de', 'en')
    """
    letters = Counter(c for c in text[:_SAMPLE] if c.isalpha())
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        scripts[unicodedata.name(letter, "?").split()[0]] += count
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > scripts["CJK"] / 10:
        scripts["HIRAGANA"] += scripts["CJK"]
    script = max(scripts, key=scripts.__getitem__, default="LATIN")
    if script == "LATIN":
        return _by_words(text[:_SAMPLE])
    if script == "CYRILLIC" and letters.keys() & set("іїєґ"):
        return "uk"
    if script == "ARABIC" and letters.keys() & set("ٹڈڑںےھ"):
        return "ur"
    return _SCRIPTS.get(script, "en")


def _by_words(text: str) -> str:
    words = Counter(re.findall(r"\w+", text.lower()))
    scores = {code: sum(words[word] for word in frequent.split()) for code, frequent in _FREQUENT.items()}
    return max(scores, key=scores.__getitem__)  # English wins a tie, since it is first
