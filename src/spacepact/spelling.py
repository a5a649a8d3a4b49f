"""How a name may be spelt: a condition by which a store gives the names that can match, and few others.

Names match by Python's ``str.casefold``. No function of SPARQL does the same: stores differ in how LCASE and the flag
"i" of REGEX treat letters outside ASCII, and neither knows that ``ß`` matches ``ss``. So a regular expression without
flags lists for each character all that fold to it. It gives no name too few; casefold decides here about the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from pyoxigraph import Literal

# A longer text is looked up by its beginning: engines refuse an expression that grows too large.
_MOST = 64
_SYNTAX = frozenset("\\|.?*+(){}[]^$")
# Here lie all characters whose folding str.upper and str.lower do not tell, such as ß, ſ, ς and ﬁ (a test looks).
_ODD = (range(0x80, 0x2185), range(0xFB00, 0xFB18))


def condition(folded: str, *, begins: bool = False, ends: bool = False) -> str:
    """Return what SPARQL asks of ``?name``: true of every name that, casefolded, holds *folded*, which is casefolded.

    With *begins* the name is to begin with it, with *ends* to end with it.
    """
    wanted = folded[:_MOST].encode("utf-8", "replace").decode()  # no name in a store has half a surrogate pair
    ends = ends and len(folded) <= _MOST
    head, tail = "^" if begins else "", "$" if ends else ""
    plain = [_spellings(char) for char in wanted]
    exact = _regex(head + "".join(map(_any, plain)) + tail)
    # A character that folds to several stands at the first of them, and the others may then be missing.
    several: dict[int, list[str]] = {}
    spared: set[int] = set()
    for fold, chars in _odd().items():
        if len(fold) == 1 or set(fold).isdisjoint(wanted):
            continue
        for at in range(0 if begins else 1 - len(fold), len(wanted) - (len(fold) - 1 if ends else 0)):
            first, past = max(at, 0), min(at + len(fold), len(wanted))
            if fold[first - at : past - at] == wanted[first:past]:
                several.setdefault(first, []).extend(chars)
                spared.update(range(first + 1, past))
    if not several:
        return exact
    loose = [_any([*chars, *several.get(i, ())]) + "?" * (i in spared) for i, chars in enumerate(plain)]
    # Such characters are rare: to ask for one first keeps out what is only loosely alike.
    rare = _regex(_any(dict.fromkeys(char for chars in several.values() for char in chars)))
    return f"({exact} || ({rare} && {_regex(head + ''.join(loose) + tail)}))"


def _spellings(char: str) -> list[str]:
    """Return the characters that fold to this one."""
    others = (char.upper(), char.lower(), *_odd().get(char, ()))
    return list(dict.fromkeys([char, *(other for other in others if other.casefold() == char)]))


@cache
def _odd() -> Mapping[str, list[str]]:
    """Return characters by what they fold to."""
    found: dict[str, list[str]] = {}
    for char in (chr(number) for numbers in _ODD for number in numbers):
        if (fold := char.casefold()) != char:
            found.setdefault(fold, []).append(char)
    return found


def _any(chars: Iterable[str]) -> str:
    written = ["\\" * (char in _SYNTAX) + char for char in chars]
    return written[0] if len(written) == 1 else f"({'|'.join(written)})"


def _regex(expression: str) -> str:
    return f"REGEX(STR(?name), {Literal(expression)})"
