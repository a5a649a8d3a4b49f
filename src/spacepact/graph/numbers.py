"""Convert numbers and booleans of RDF to Python and JSON, if they are valid for their datatypes."""

from __future__ import annotations

import math
import re

from pyoxigraph import Literal

from spacepact.terms import PREFIXES

_INTEGER = r"[+-]?\d+"
_DECIMAL = r"[+-]?(\d+(\.\d*)?|\.\d+)"
_DOUBLE = _DECIMAL + r"([eE][+-]?\d+)?"
_FORMS = {"integer": _INTEGER, "decimal": _DECIMAL, "double": _DOUBLE, "float": _DOUBLE}
# The least and the greatest value of each type that is derived from xsd:integer.
_RANGES = {
    "nonNegativeInteger": (0, math.inf),
    "positiveInteger": (1, math.inf),
    "nonPositiveInteger": (-math.inf, 0),
    "negativeInteger": (-math.inf, -1),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in (("byte", 8), ("short", 16), ("int", 32))},
    "long": (-(2**63), 2**63 - 1),
    **{name: (0, 2**bits - 1) for name, bits in (("unsignedByte", 8), ("unsignedShort", 16), ("unsignedInt", 32))},
    "unsignedLong": (0, 2**64 - 1),
}
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_JSON_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_MAX_DIGITS = 4000  # of an integer: Python converts no more than 4300


def value(literal: Literal) -> int | float | bool | None:
    """Return the value of a number or boolean; None for other datatypes, invalid forms, INF and NaN.

    >>> from pyoxigraph import Literal, NamedNode
    >>> value(Literal("05", datatype=NamedNode(PREFIXES["xsd"] + "integer")))
    5
    """
    xsd, _, name = literal.datatype.value.rpartition("#")
    text = literal.value.strip(" \t\r\n")
    if f"{xsd}#" != PREFIXES["xsd"]:
        return None
    if name == "boolean":
        return _BOOLEANS.get(text)
    form = _FORMS.get(name, _INTEGER if name in _RANGES else None)
    if form is None or not re.fullmatch(form, text, re.ASCII):
        return None
    if form == _INTEGER:
        least, greatest = _RANGES.get(name, (-math.inf, math.inf))
        number = int(text) if len(text) <= _MAX_DIGITS else None
        return number if number is not None and least <= number <= greatest else None
    real = float(text)
    return real if math.isfinite(real) else None


def is_json_number(literal: Literal) -> bool:
    """Return whether a literal is a number in a form that JSON has too, so that it can keep all digits."""
    number = value(literal)
    return number is not None and not isinstance(number, bool) and bool(_JSON_NUMBER.fullmatch(literal.value))
