"""Name the characters that a reader does not see, or takes for others."""

from __future__ import annotations

import re

# The patterns are not compiled here: most queries need none of them, and compiling them takes 1 ms.
_NOT_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
# Control characters except tab and line feed, and those that change the direction or the lines of a text.
_INVISIBLE = "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"


def not_in_xml(text: str) -> str:
    """Return the first character of a text that XML 1.0 cannot write; empty if there is none."""
    match = re.search(_NOT_IN_XML, text)
    return match[0] if match else ""


def visible(text: str) -> str:
    r"""Return a text with control and direction characters as escapes, so that it cannot control a terminal.

    >>> visible("a\x1b[31mb")
    'a\\u001b[31mb'
    """
    if text.isprintable():  # a quick test for most texts of one line
        return text
    return re.sub(_INVISIBLE, lambda match: f"\\u{ord(match[0]):04x}", text)


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
    import unicodedata

    return f"U+{ord(character):04X} {unicodedata.name(character, 'control character')}"
