"""Place the labels of nodes so that they overlap no node and no other label."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from spacepact.site.pictures.layout import Place
from spacepact.site.pictures.text_size import text_width, wrap

_CELL = 60.0
_STEP = 8.0  # distance of the dots on a line


class Label(NamedTuple):
    """A label in lines: the point of its first baseline, its anchor (``start``, ``middle`` or ``end``), its size."""

    x: float
    y: float
    anchor: str
    size: float
    lines: tuple[str, ...]


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class _Grid:
    """Boxes by the cells of a grid, to find overlaps fast."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[_Box]] = {}

    def add(self, box: _Box) -> None:
        for cell in _cells_of(box):
            self._cells.setdefault(cell, []).append(box)

    def is_free(self, box: _Box) -> bool:
        return not any(box.overlaps(other) for cell in _cells_of(box) for other in self._cells.get(cell, ()))


def _cells_of(box: _Box) -> list[tuple[int, int]]:
    columns = range(int(box.left // _CELL), int(box.right // _CELL) + 1)
    return [(c, r) for c in columns for r in range(int(box.top // _CELL), int(box.bottom // _CELL) + 1)]


def place_labels(
    places: Sequence[Place],
    radii: Sequence[float],
    texts: Sequence[str],
    lines: Sequence[tuple[Place, Place]],
    area: tuple[float, float],
) -> Mapping[int, Label]:
    """Return the labels of the nodes that have room for one, by the number of the node; the largest nodes come first.

    Of the free places around a node, the label gets the one that hides the least of the *lines*.
    """
    grid = _Grid()
    for (x, y), radius in zip(places, radii, strict=True):
        grid.add(_Box(x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1))
    dots = _Dots(lines)
    placed: dict[int, Label] = {}
    for node in sorted(range(len(places)), key=lambda n: (-radii[n], n)):
        size = 14.0 if radii[node] > 11 else 12.5 if radii[node] > 7 else 11.5
        free = [
            (dots.count(box) + 1.5 * number + (8 if way[-1].endswith("…") else 0), label, box)
            for way in _ways(texts[node], size)
            for number, (label, box) in enumerate(_options(places[node], radii[node], way, size))
            if _inside(box, area) and grid.is_free(box)
        ]
        if free:
            _, placed[node], box = min(free, key=lambda option: option[0])
            grid.add(box)
    return placed


class _Dots:
    """The points of lines at short distances, to see how much of the lines a box hides."""

    def __init__(self, lines: Sequence[tuple[Place, Place]]) -> None:
        self._cells: dict[tuple[int, int], list[Place]] = {}
        for (x1, y1), (x2, y2) in lines:
            count = int(math.hypot(x2 - x1, y2 - y1) / _STEP) + 1
            for n in range(count + 1):
                x, y = x1 + (x2 - x1) * n / count, y1 + (y2 - y1) * n / count
                self._cells.setdefault((int(x // _CELL), int(y // _CELL)), []).append((x, y))

    def count(self, box: _Box) -> int:
        near = [dot for cell in _cells_of(box) for dot in self._cells.get(cell, ())]
        return sum(box.left <= x <= box.right and box.top <= y <= box.bottom for x, y in near)


def _ways(text: str, size: float) -> list[tuple[str, ...]]:
    """Return the ways to break a text into lines, the best first. Only the last may lose words."""
    ways = [tuple(wrap(text, width, size, lines)) for width, lines in ((120, 2), (90, 3), (110, 3), (90, 2))]
    complete = [way for way in ways[:3] if way and not way[-1].endswith("…")]
    return list(dict.fromkeys([*complete, *(way for way in ways[2:] if way)]))


def _options(place: Place, radius: float, lines: tuple[str, ...], size: float) -> list[tuple[Label, _Box]]:
    """Return the places around a node where its label may be: right, left, below, above, and the corners."""
    x, y = place
    width = max(text_width(line, size) for line in lines)
    height = len(lines) * size * 1.15
    gap = radius + 4
    found = []
    for anchor, left, top in (
        ("start", x + gap, y - height / 2),
        ("end", x - gap - width, y - height / 2),
        ("middle", x - width / 2, y + gap - 2),
        ("middle", x - width / 2, y - gap - height + 2),
        ("start", x + gap * 0.7, y + gap * 0.5),
        ("start", x + gap * 0.7, y - gap * 0.5 - height),
        ("end", x - gap * 0.7 - width, y + gap * 0.5),
        ("end", x - gap * 0.7 - width, y - gap * 0.5 - height),
    ):
        at = {"start": left, "middle": left + width / 2, "end": left + width}[anchor]
        label = Label(round(at, 1), round(top + size * 0.9, 1), anchor, size, lines)
        found.append((label, _Box(left, top, left + width, top + height)))
    return found


def _inside(box: _Box, area: tuple[float, float]) -> bool:
    return box.left >= 0 and box.top >= 0 and box.right <= area[0] and box.bottom <= area[1]
