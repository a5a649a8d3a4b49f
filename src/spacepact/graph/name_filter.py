"""How a name may be spelt: a condition by which a store gives the names that can match, and few others.

Names match by Python's ``str.casefold``. No function of SPARQL does the same: stores differ in how LCASE and the flag
"i" of REGEX treat letters outside ASCII, none knows that ``ß`` matches ``ss``, and Virtuoso finds no name by such a
letter in an expression with parentheses. So an expression tells the ASCII letters in both cases and CONTAINS the
others in all their spellings. No name is missed; casefold decides here about those that the store gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby

from pyoxigraph import Literal

# A longer text is looked up by its beginning: engines refuse an expression that grows too large.
_MOST = 64
_SYNTAX = frozenset("\\|.?*+(){}[]^$")
# Here lie all characters whose folding str.upper and str.lower do not tell, such as ß, ſ, ς and ﬁ (a test looks).
_ODD = (range(0xB5, 0x588), range(0x1C80, 0x1C89), range(0x1E96, 0x212C), range(0xFB00, 0xFB18))


def condition(folded: str, *, begins: bool = False, ends: bool = False) -> str:
    """Return what SPARQL asks of ``?name``: true of every name that, casefolded, holds *folded*, which is casefolded.

    With *begins* the name is to begin with it, with *ends* to end with it.
    """
    ends = ends and len(folded) <= _MOST
    wanted = folded[:_MOST].encode("utf-8", "replace").decode()  # no name in a store has half a surrogate pair
    head, tail = "^" * begins, "$" * ends
    others = [char for char in dict.fromkeys(wanted) if not _is_plain(char)]
    usual = [_regex(head + _expression(wanted) + tail), *(_contains(_spellings(char)) for char in others)]
    rare: list[str] = []
    covered: set[int] = set()
    for fold, chars in _odd().items():
        if (len(fold) == 1 and not _is_plain(fold)) or set(fold).isdisjoint(wanted):
            continue
        for at in range(0 if begins else 1 - len(fold), len(wanted) - (len(fold) - 1 if ends else 0)):
            first, past = max(at, 0), min(at + len(fold), len(wanted))
            if fold[first - at : past - at] == wanted[first:past]:
                rare += chars
                covered.update(range(first, past))
    if not rare:
        return " && ".join(usual)
    # A name with one of these few characters need only agree before the first place for one, and after the last.
    before, after = wanted[: min(covered)], wanted[max(covered) + 1 :]
    unusual = [_contains(rare)]
    unusual += [_regex(head + _expression(before))] if before else []
    unusual += [_regex(_expression(after) + tail)] if after else []
    return f"(({' && '.join(usual)}) || ({' && '.join(unusual)}))"


def _is_plain(char: str) -> bool:
    return " " <= char <= "~"


def _expression(text: str) -> str:
    """Return a regular expression in ASCII; of what is outside it tells no more than the least length."""
    parts: list[str] = []
    for is_plain, group in groupby(text, _is_plain):
        chars = list(group)
        if is_plain:
            parts += [f"({c}|{c.upper()})" if c.isalpha() else "\\" * (c in _SYNTAX) + c for c in chars]
        else:
            parts.append(f"[^ -~]{{{len(chars)},}}")
    return "".join(parts)


def _spellings(char: str) -> list[str]:
    """Return the characters that alone fold to this one."""
    others = (char.upper(), char.lower(), *_odd().get(char, ()))
    return [char, *(other for other in others if other.casefold() == char)]


@cache
def _odd() -> Mapping[str, list[str]]:
    """Return characters by what they fold to."""
    found: dict[str, list[str]] = {}
    for char in (chr(number) for numbers in _ODD for number in numbers):
        if (fold := char.casefold()) != char:
            found.setdefault(fold, []).append(char)
    return found


def _contains(chars: Iterable[str]) -> str:
    return f"({' || '.join(f'CONTAINS(STR(?name), {Literal(char)})' for char in dict.fromkeys(chars))})"


def _regex(expression: str) -> str:
    return f"REGEX(STR(?name), {Literal(expression)})"
