"""Map moments to places on a time axis, and choose its ticks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Steps of the ticks, as a number of a unit.
_STEPS = [(n, "day") for n in (1, 2, 5, 10)] + [(n, "month") for n in (1, 3, 6)]
_STEPS += [(n * 10**power, "year") for power in range(4) for n in (1, 2, 5)]


_FIRST, _LAST = 1.0, 10000.0  # the limits of moments: the start of the year 1, and the end of the year 9999


class Tick(NamedTuple):
    """A tick: its time in years, and its words."""

    year: float
    words: str


class Axis(NamedTuple):
    """A time axis from one tick to another, over *width* pixels from *left*."""

    ticks: list[Tick]
    left: float
    width: float

    def x(self, year: float) -> float:
        """Return the place of a time; a time before or after the axis is at its end."""
        first, last = self.ticks[0].year, self.ticks[-1].year
        return self.left + self.width * min(1.0, max(0.0, (year - first) / (last - first)))


def year_of(moment: str, is_end: bool = False) -> float:
    """Return a moment as a year with a fraction. The last second of a day, as an end, is the end of the day.

    >>> year_of("2023-01-01T00:00:00"), year_of("2023-12-31T23:59:59", is_end=True)
    (2023.0, 2024.0)
    """
    year, month, day = int(moment[:4]), int(moment[5:7]), int(moment[8:10])
    passed = date(year, month, day).toordinal() - date(year, 1, 1).toordinal()
    hours = (int(moment[11:13]) + int(moment[14:16]) / 60) / 24
    return year + (passed + (1 if is_end else hours)) / _days_in(year)


def axis_of(first: float, last: float, left: float, width: float, most: int = 11) -> Axis:
    """Return the axis for times from *first* to *last*, with the finest ticks of which there are at most *most*.

    >>> [tick.words for tick in axis_of(2021.2, 2028.0, 0, 900).ticks]
    ['2021', '2022', '2023', '2024', '2025', '2026', '2027', '2028']
    """
    first, last = max(first, _FIRST), min(last, _LAST)
    for count, unit in _STEPS:
        if (last - first) / _length(count, unit) > most:
            continue
        ticks = list(_ticks(first, last, count, unit))
        if len(ticks) <= most:
            return Axis(ticks, left, width)
    return Axis(list(_ticks(first, last, *_STEPS[-1])), left, width)


def _ticks(first: float, last: float, count: int, unit: str) -> Iterator[Tick]:
    """Yield ticks from the last one before or at *first* to the first one at or after *last*; at least two."""
    tick = _floor(first, count, unit)
    yield tick[1]
    while tick[1].year < last - 1e-9 or tick[1].year <= first:
        tick = _tick(tick[0] + count, unit)
        yield tick[1]


def _floor(year: float, count: int, unit: str) -> tuple[int, Tick]:
    whole = math.floor(year + 1e-9)
    if unit == "year":
        return _tick(whole // count * count, unit)
    if unit == "month":
        return _tick((whole * 12 + math.floor((year - whole) * 12 + 1e-6) // count * count), unit)
    start = date(whole, 1, 1).toordinal()
    return _tick(start + math.floor((year - whole) * _days_in(whole) + 1e-6), unit)


def _tick(number: int, unit: str) -> tuple[int, Tick]:
    """Return a number of years, months or days since the year 0, and its tick."""
    if unit == "year":
        return number, Tick(float(number), str(number))
    if unit == "month":
        year, month = divmod(number, 12)
        passed = (date(year, month + 1, 1) - date(year, 1, 1)).days if 1 <= year <= 9999 else month * 30.4
        return number, Tick(year + passed / _days_in(year), f"{_MONTHS[month]} {year}")
    if number > date.max.toordinal():
        return number, Tick(_LAST, "1 Jan 10000")
    day = date.fromordinal(number)
    passed = day.timetuple().tm_yday - 1
    return number, Tick(day.year + passed / _days_in(day.year), f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def _length(count: int, unit: str) -> float:
    return count / {"day": 365.25, "month": 12, "year": 1}[unit]


def _days_in(year: int) -> int:
    return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365
