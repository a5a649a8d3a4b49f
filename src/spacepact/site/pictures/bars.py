"""Draw the bars of a timeline: the border of the stance, faded ends without a limit, hatching for unsure dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from spacepact.site.pictures.claim_times import Span
from spacepact.site.pictures.picture import DASHES, cross, legend, sample, used
from spacepact.site.pictures.svg import Attributes, element
from spacepact.site.pictures.time_axis import Axis

HEIGHT = 11.0
LEAST = 4.0  # least width of a bar, to be seen
_FADES = {"start": ("#000", "#fff"), "end": ("#fff", "#000"), "start-end": ("#000", "#fff", "#000")}


class Patterns(NamedTuple):
    """The patterns and masks of one timeline. *prefix* makes their ids unique on a page."""

    prefix: str

    def url(self, name: str) -> str:
        """Return the reference to a pattern or mask: ``hatch``, ``start``, ``end`` or ``start-end``."""
        return f"url(#{self.prefix}-{name})"

    def definitions(self) -> Markup:
        """Return the pattern for unsure dates, and the masks for ends without a limit."""
        names = {"id": f"{self.prefix}-hatch", "patternUnits": "userSpaceOnUse"}
        steps = {"d": "M-1.5 1.5l3 -3M0 6l6 -6M4.5 7.5l3 -3", "class": "hatch"}
        stripes = element("path", {**steps, "stroke": "#fff", "stroke-width": 2})
        drawn = [element("pattern", {**names, "width": 6, "height": 6}, stripes)]
        for name, shades in _FADES.items():
            stops = [
                element("stop", {"offset": f"{100 * n // (len(shades) - 1)}%", "stop-color": shade})
                for n, shade in enumerate(shades)
            ]
            area = {"x": "-0.1", "y": "-0.5", "width": "1.2", "height": "2"}
            cover = element("rect", {**area, "fill": self.url(f"{name}-shades")})
            mask = {"id": f"{self.prefix}-{name}", "maskContentUnits": "objectBoundingBox", **area}
            drawn.append(element("linearGradient", {"id": f"{self.prefix}-{name}-shades"}, *stops))
            drawn.append(element("mask", mask, cover))
        return element("defs", {}, *drawn)


def bar(span: Span, axis: Axis, top: float, patterns: Patterns) -> Markup:
    """Return the bar of a claim. An end without a limit is at the end of the axis."""
    left = axis.left if span.start is None else axis.x(span.start)
    right = axis.left + axis.width if span.end is None else axis.x(span.end)
    if right - left < LEAST:
        left, right = (left + right - LEAST) / 2, (left + right + LEAST) / 2
    fades = (name for name, sharp in (("start", span.starts_sharply), ("end", span.ends_sharply)) if not sharp)
    fade = "-".join(fades)
    return _drawn(left, top, right - left, HEIGHT, span.claim.family, patterns, fade, span.is_unsure)


def bar_legend(rows: Sequence[Span], patterns: Patterns) -> Markup:
    """Return the legend of a timeline."""

    def drawing(family: str, fade: str = "", is_unsure: bool = False) -> Markup:
        return sample(44, _drawn(1, 2, 42, 10, family, patterns, fade, is_unsure), family=family)

    more = []
    if any(not span.starts_sharply or not span.ends_sharply for span in rows):
        more.append((drawing("done", fade="end"), "without a limit at the faded end"))
    if any(span.is_unsure for span in rows):
        more.append((drawing("done", is_unsure=True), "uncertain, approximate or one of several dates"))
    return legend(used(span.claim for span in rows), drawing, more)


def _drawn(
    left: float,
    top: float,
    width: float,
    height: float,
    family: str,
    patterns: Patterns,
    fade: str,
    is_unsure: bool,
) -> Markup:
    box: Attributes = {"x": left, "y": top, "width": width, "height": height}
    border: Attributes = {"stroke": "currentColor", "stroke-width": 1.5, "stroke-dasharray": DASHES[family]}
    drawn = [element("rect", {**box, "class": "bar", "rx": 1.5, **border})]
    if is_unsure:  # inside the border, so that its dashes stay visible
        inside: Attributes = {"x": left + 1, "y": top + 1, "width": width - 2, "height": height - 2}
        drawn.append(element("rect", {**inside, "class": "hatched", "fill": patterns.url("hatch")}))
    if family == "denied":
        drawn.append(cross(left + width / 2, top + height / 2))
    return element("g", {"mask": patterns.url(fade) if fade else None}, *drawn)
