"""Draw the nodes of a network: one shape for each group of classes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from markupsafe import Markup

from spacepact.site.model import Resource
from spacepact.site.pictures.layout import Place
from spacepact.site.pictures.picture import sample
from spacepact.site.pictures.svg import Attributes, element, path
from spacepact.terms import SP

_CLASSES = {
    "party": ("State", "Organisation", "Person", "Post", "Agent"),
    "agreement": ("Agreement",),
    "undertaking, programme, mission or facility": (
        *("Undertaking", "Programme", "Mission", "Facility"),
        *("Spacecraft", "Component"),
    ),
    "event": ("Event",),
    "place or field": ("Place", "Field"),
    "group, choice or unnamed thing": ("Group", "Choice", "UnnamedThing"),
    "document": ("Document",),
}
_OTHER = "other thing"
_GROUP = {SP + name: group for group, names in _CLASSES.items() for name in names}


def node_group(resource: Resource) -> str:
    """Return the words for the group of classes of a thing, such as ``party``."""
    groups = {_GROUP[cls] for cls in resource.classes if cls in _GROUP}
    return next((group for group in _CLASSES if group in groups), _OTHER)


def node_shape(group: str, place: Place, radius: float) -> Markup:
    """Return the shape of a node of a group, around a place."""
    number = [*_CLASSES, _OTHER].index(group)
    name = f"shape shape-{number}"
    x, y = place
    if steps := _STEPS.get(group):
        return element("path", {"class": name, "d": steps(x, y, radius), "stroke": "currentColor"})
    shape = element("circle", {"class": name, "cx": x, "cy": y, "r": radius, "stroke": "currentColor"})
    if group.startswith("group"):
        inner: Attributes = {
            "class": "ring",
            "cx": x,
            "cy": y,
            "r": radius * 0.55,
            "fill": "none",
            "stroke": "currentColor",
        }
        return element("g", {}, shape, element("circle", inner))
    return shape


def node_legend(groups: Iterable[str]) -> list[tuple[Markup, str]]:
    """Return an entry of the legend for each group that is used."""
    found = set(groups)
    return [(sample(16, node_shape(g, (8, 7), 5.5)), g) for g in [*_CLASSES, _OTHER] if g in found]


def _polygon(corners: int, turn: float, size: float) -> Callable[[float, float, float], str]:
    def steps(x: float, y: float, radius: float) -> str:
        angles = [turn + math.tau * n / corners for n in range(corners)]
        points = [(x + size * radius * math.cos(a), y + size * radius * math.sin(a)) for a in angles]
        return path(*(part for n, point in enumerate(points) for part in ("L" if n else "M", *point)), "Z")

    return steps


def _page(x: float, y: float, radius: float) -> str:
    """Return the steps of a page with a folded corner."""
    w, h = radius * 0.8, radius
    fold = radius * 0.6
    return path("M", x - w, y - h, "L", x + w - fold, y - h, "L", x + w, y - h + fold, "L", x + w, y + h,
                "L", x - w, y + h, "Z")  # fmt: skip


_STEPS = {
    "agreement": _polygon(4, 0, 1.2),
    "undertaking, programme, mission or facility": _polygon(4, math.tau / 8, 1.2),
    "event": _polygon(3, -math.tau / 4, 1.2),
    "place or field": _polygon(6, 0, 1.0),
    "document": _page,
}
