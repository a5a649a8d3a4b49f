"""Compute the earliest and latest moments of an EDTF date."""

from __future__ import annotations

import math
import re
import time
from functools import cache

from spacepact.errors import BadInput

_DAY = re.compile(r"(?<![\dEY-])(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)", re.ASCII)
_QUALIFIED = re.compile("[?~%]")
_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z", re.ASCII)


def moments(text: str) -> tuple[str | None, str | None]:
    """Return the first and last second of an EDTF date, or None for an open or unknown end.

    Both are ``xsd:dateTime`` texts without a time zone, which every store returns unchanged. A year
    outside 1 to 9999 gives None. A time of day gives the complete day. An uncertain or approximate date (``?``,
    ``~`` or ``%`` on the date or a part of it) gives None: a date, for both moments; an end of an interval, for
    that end; an alternative of a set, for both moments of the set. Raises BadInput for text that is not EDTF.
    Source: Library of Congress, EDTF 2019, levels 0 to 2.

    >>> moments("2023-05")
    ('2023-05-01T00:00:00', '2023-05-31T23:59:59')
    >>> moments("../2029")
    (None, '2029-12-31T23:59:59')
    >>> moments("2023-05?/2024")
    (None, '2024-12-31T23:59:59')
    """
    for year, month, day in _DAY.findall(text):
        # The package accepts month 00, day 00 and 29 February of every year. Months 21 to 41 are seasons.
        if not 1 <= int(month) <= 12 and (day or not 21 <= int(month) <= 41):
            raise BadInput(f"{text!r} has a month that does not exist: {year}-{month}")
        if day and not 1 <= int(day) <= _days(int(year) or 4, int(month)):
            raise BadInput(f"{text!r} has a day that does not exist: {year}-{month}-{day}")
    return _plain(text) or _parsed(text)


def _days(year: int, month: int) -> int:
    from calendar import monthrange  # most commands need no dates, and it is slow to import

    return monthrange(year, month)[1]


def _plain(text: str) -> tuple[str, str] | None:
    """Return the moments of a plain year, month or day, without the parser, which is slow to import."""
    match = _PLAIN.match(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or not 1 <= (month or 1) <= 12:
        return None
    days = _days(year, month or 12)
    if not 1 <= (day or 1) <= days:
        return None
    first = f"{year:04d}-{month or 1:02d}-{day or 1:02d}T00:00:00"
    return first, f"{year:04d}-{month or 12:02d}-{day or days:02d}T23:59:59"


@cache  # parsing a date takes milliseconds, and dates recur
def _parsed(text: str) -> tuple[str | None, str | None]:
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        date = parse_edtf(text)
    except EDTFParseException as error:
        raise BadInput(f"{text!r} is not an EDTF date: write a date such as 2023-05 or 2025/2029") from error
    first, last = date.lower_strict(), date.upper_strict()
    # The package silently replaces an unknown end ("2030/") by a date ten years away.
    if text.startswith("/"):
        first = -math.inf
    if text.endswith("/"):
        last = math.inf
    if not math.isinf(_order(first)) and not math.isinf(_order(last)) and _order(first) > _order(last):
        raise BadInput(f"{text!r} ends before it begins: put the earlier date first")
    start, _, end = text.partition("/")
    return (
        None if _QUALIFIED.search(start) else _moment(first, "00:00:00"),
        None if _QUALIFIED.search(end or start) else _moment(last, "23:59:59"),
    )


def _order(value: time.struct_time | float) -> float:
    if isinstance(value, time.struct_time):
        return value.tm_year * 10000 + value.tm_mon * 100 + value.tm_mday
    return value


def _moment(value: time.struct_time | float, clock: str) -> str | None:
    if not isinstance(value, time.struct_time) or not 1 <= value.tm_year <= 9999:
        return None
    return f"{value.tm_year:04d}-{value.tm_mon:02d}-{value.tm_mday:02d}T{clock}"
