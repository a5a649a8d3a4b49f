"""Name the characters that a reader does not see, or takes for others."""

from __future__ import annotations

import unicodedata


def unusual_characters(text: str, letters: bool = True) -> str:
    r"""Name the characters of a text that are invisible or look like others, with their code points.

    These are all characters except ASCII and Latin letters; without *letters*, letters of other scripts are usual.

    >>> unusual_characters("sp:n\u0430me\u00a0")
    'U+0430 CYRILLIC SMALL LETTER A and U+00A0 NO-BREAK SPACE'
    """
    return " and ".join(
        name
        for character in dict.fromkeys(text)
        if (name := character_name(character))
        and not (character.isascii() and character.isprintable())
        and not (character.isalpha() and (" LATIN " in name or not letters))
    )


def character_name(character: str) -> str:
    r"""Return the code point and the Unicode name of a character.

    >>> character_name("\u00a0")
    'U+00A0 NO-BREAK SPACE'
    """
    return f"U+{ord(character):04X} {unicodedata.name(character, 'CONTROL CHARACTER')}"
