"""Compute the earliest and latest moments of an EDTF date."""

from __future__ import annotations

import io
import math
import re
import time
from collections.abc import Iterable
from contextlib import redirect_stdout
from functools import cache

from spacepact.errors import BadInput

_DAY = re.compile(r"(?<![\dXEYS-])(-?[\dX]{4})-([\dX]{2})(?:-([\dX]{2}))?(?![\dX])", re.ASCII)
_SEASONS = range(21, 42)
# Of the winters of no hemisphere and of the north, and of the summer of the south: they end in the next year.
_OVER_NEW_YEAR = re.compile(r"(\d{4})-(24|28|30)", re.ASCII)
_QUALIFIED = re.compile("[?~%]")
_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z", re.ASCII)


def moments(text: str) -> tuple[str | None, str | None]:
    """Return the first and last second of an EDTF date, or None for an open or unknown end.

    Both are ``xsd:dateTime`` texts without a time zone, which every store returns unchanged. A year
    outside 1 to 9999 gives None. A time of day gives the complete day. An uncertain or approximate date (``?``,
    ``~`` or ``%`` on the date or a part of it) gives None: a date, for both moments; an end of an interval, for
    that end; an alternative of a set, for both moments of the set. A winter (24) is December to February, a spring (21)
    March to May and so on, as in the north; 29 to 32 are the seasons of the south.
    Raises BadInput for text that is not EDTF.
    Source: Library of Congress, EDTF 2019, levels 0 to 2.

    >>> moments("2023-05")
    ('2023-05-01T00:00:00', '2023-05-31T23:59:59')
    >>> moments("../2029")
    (None, '2029-12-31T23:59:59')
    >>> moments("2023-05?/2024")
    (None, '2024-12-31T23:59:59')
    """
    # The package accepts month 00, day 00 and 29 February of every year, and ignores qualifiers inside a date.
    for year, month, day in _DAY.findall(_QUALIFIED.sub("", text)):
        months = _matching(month, range(1, 13) if day else (*range(1, 13), *_SEASONS))
        if not months:
            raise BadInput(f"{text!r} has a month that does not exist: {year}-{month}")
        if day and not any(_matching(day, range(1, last_day(year, each) + 1)) for each in months):
            raise BadInput(f"{text!r} has a day that does not exist: {year}-{month}-{day}")
    if (plain := _plain(text)) is not None:
        return plain
    start, slash, end = text.partition("/")
    if slash:
        return _parsed(f"{_specified(start, is_last=False)}/{_specified(end, is_last=True)}")
    return _parsed(_specified(text, is_last=False))[0], _parsed(_specified(text, is_last=True))[1]


def _specified(text: str, *, is_last: bool) -> str:
    """Replace the open digits (X) of each date with a month, so that it is the first or the last possible date.

    >>> _specified("19XX-02-29", is_last=False), _specified("1984-1X", is_last=True)
    ('1904-02-29', '1984-12')
    """

    def date(match: re.Match[str]) -> str:
        year, month, day = match.groups()
        if "X" not in match[0] or year.startswith("-") or text[match.end() :].startswith("T"):
            return match[0]
        years = [number for number in range(10_000) if _fits(year, f"{number:04d}")]
        for one in sorted(years, reverse=is_last):
            for each in sorted(_matching(month, range(1, 13)), reverse=is_last):
                if days := _matching(day or "XX", range(1, last_day(f"{one:04d}", each) + 1)):
                    return f"{one:04d}-{each:02d}" + (f"-{days[-is_last]:02d}" if day else "")
        return match[0]

    return _DAY.sub(date, text)


def _fits(digits: str, number: str) -> bool:
    return all(a in ("X", b) for a, b in zip(digits, number, strict=True))


def _matching(digits: str, numbers: Iterable[int]) -> list[int]:
    """Return the numbers that two digits can be; an X is any digit.

    >>> _matching("1X", range(1, 13))
    [10, 11, 12]
    """
    return [number for number in numbers if _fits(digits, f"{number:02d}")]


def last_day(year: str, month: int) -> int:
    """Return the greatest number of days that a month has in a year; an X in the year is any digit."""
    if month != 2:
        return 30 if month in (4, 6, 9, 11) else 31
    number = year.removeprefix("-")
    ends = [f"{end:02d}" for end in range(0, 100, 4)]
    fits = [end for end in ends if _fits(number[2:], end)]
    century = number[:2]
    is_leap_century = "X" in century or int(century) % 4 == 0
    return 29 if any(end != "00" or is_leap_century for end in fits) else 28


def _plain(text: str) -> tuple[str, str] | None:
    """Return the moments of a plain year, month or day, without the parser, which is slow to import."""
    match = _PLAIN.match(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or not 1 <= (month or 1) <= 12:
        return None
    days = last_day(f"{year:04d}", month or 12)
    if not 1 <= (day or 1) <= days:
        return None
    first = f"{year:04d}-{month or 1:02d}-{day or 1:02d}T00:00:00"
    return first, f"{year:04d}-{month or 12:02d}-{day or days:02d}T23:59:59"


@cache  # parsing a date takes milliseconds, and dates recur
def _parsed(text: str) -> tuple[str | None, str | None]:
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        with redirect_stdout(io.StringIO()):  # the package prints what it fails to read
            date = parse_edtf(text)
            first, last = date.lower_strict(), date.upper_strict()
    except (EDTFParseException, ValueError, TypeError, AttributeError, LookupError) as error:
        advice = "write it such as 2023-05, ../2033 (by 2033) or 2028~ (about 2028)"
        raise BadInput(f"{text!r} is not an EDTF date: {advice}") from error
    # The package silently replaces an unknown end ("2030/") by a date ten years away.
    if text.startswith("/"):
        first = -math.inf
    if text.endswith("/"):
        last = math.inf
    if not math.isinf(_order(first)) and not math.isinf(_order(last)) and _order(first) > _order(last):
        raise BadInput(f"{text!r} ends before it begins: put the earlier date first")
    start, _, end = text.partition("/")
    if winter := _OVER_NEW_YEAR.fullmatch(_QUALIFIED.sub("", end or start)):
        year = f"{int(winter[1]) + 1:04d}"
        last = time.strptime(f"{year}-02-{last_day(year, 2)}", "%Y-%m-%d") if len(year) == 4 else math.inf
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
    # The package returns days such as 30 February if a digit of the year or month is open.
    day = min(value.tm_mday, last_day(f"{value.tm_year:04d}", value.tm_mon))
    return f"{value.tm_year:04d}-{value.tm_mon:02d}-{day:02d}T{clock}"
