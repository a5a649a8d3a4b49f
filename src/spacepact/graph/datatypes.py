"""Check literals against the datatypes of XML Schema, and convert numbers and booleans to Python and JSON."""

from __future__ import annotations

import math
import re

from pyoxigraph import Literal

from spacepact.graph.edtf_dates import last_day
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
_ZONE = r"(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))"
_YEAR, _MONTH, _DAY = r"-?([1-9]\d{4,}|\d{4})", "(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
_DATE = f"{_YEAR}-{_MONTH}-{_DAY}"
_TIME = r"(([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?|24:00:00(\.0+)?)"
_DAYS, _CLOCK = r"(\d+D)?", r"(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
_OTHER_FORMS = {
    "boolean": "|".join(_BOOLEANS),
    **dict.fromkeys(("double", "float"), f"{_DOUBLE}|[+-]?INF|NaN"),
    "date": f"{_DATE}{_ZONE}?",
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}?",
    "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE}",
    "time": f"{_TIME}{_ZONE}?",
    "gYear": f"{_YEAR}{_ZONE}?",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonth": f"--{_MONTH}{_ZONE}?",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}?",
    "gDay": f"---{_DAY}{_ZONE}?",
    "duration": rf"-?P(?=[\dT])(\d+Y)?(\d+M)?{_DAYS}{_CLOCK}",
    "yearMonthDuration": r"-?P(?=\d)(\d+Y)?(\d+M)?",
    "dayTimeDuration": f"-?P(?=[\\dT]){_DAYS}{_CLOCK}",
    "hexBinary": "([0-9a-fA-F]{2})*",
    "base64Binary": "(([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){2}= ?=|([A-Za-z0-9+/] ?){3}=)?",
    "language": "[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
}
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


def is_valid(literal: Literal) -> bool:
    """Return whether a literal has a value in its datatype. A datatype of others accepts every literal.

    >>> from pyoxigraph import Literal, NamedNode
    >>> is_valid(Literal("2023-02-30", datatype=NamedNode(PREFIXES["xsd"] + "date")))
    False
    """
    xsd, _, name = literal.datatype.value.rpartition("#")
    form = _OTHER_FORMS.get(name) or _FORMS.get(name) or (_INTEGER if name in _RANGES else None)
    if f"{xsd}#" != PREFIXES["xsd"] or form is None:
        return True
    text = literal.value.strip(" \t\r\n")
    if not re.fullmatch(form, text, re.ASCII):
        return False
    if name in _RANGES:
        return len(text) > _MAX_DIGITS or value(literal) is not None
    day = re.match(r"(?:-?\d*(\d{4})|-)-(\d\d)-(\d\d)", text, re.ASCII)
    return not day or int(day[3]) <= last_day(day[1] or "2000", int(day[2]))
