"""Draw the timeline: a bar for each claim with a time, from its earliest to its latest moment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from spacepact.site.model import Claim, SiteGraph
from spacepact.site.pictures.bars import Patterns, bar, bar_legend
from spacepact.site.pictures.claim_times import Span, spans
from spacepact.site.pictures.picture import Picture, claim_attributes, framed
from spacepact.site.pictures.svg import Attributes, element
from spacepact.site.pictures.text_size import clip, text_width
from spacepact.site.pictures.time_axis import Axis, axis_of

MOST_ROWS = 500
WIDTH = 960.0
_SIDE = 30.0  # left and right of the axis
_HEAD = 30.0  # the axis at the top
ROW = 42.0
_TEXT, _SMALL = 13.0, 11.5  # sizes of fonts


def timeline_svg(graph: SiteGraph, claims: Iterable[Claim], root: str) -> Picture:
    """Draw the claims that have a time, for a page that is *root* away from the top of the site.

    The first 500 are shown, by their start. Without such claims, there is no picture, and the note says why.
    """
    every = list(claims)
    dated = sorted(spans(graph, every), key=_order)
    rows = dated[:MOST_ROWS]
    shown = {span.claim.iri for span in rows}
    return Picture(
        _drawn(rows, root) if rows else Markup(""),
        tuple(claim for claim in every if claim.iri in shown),
        tuple(claim for claim in every if claim.iri not in shown),
        _note(len(every), len(dated)),
    )


def _order(span: Span) -> tuple[float, float, str]:
    end = span.end if span.end is not None else float("inf")
    return (span.start if span.start is not None else end, end, span.claim.iri)


def _note(every: int, dated: int) -> str:
    if not dated:
        return "There is no timeline, because none of these claims has a date."
    if dated > MOST_ROWS:
        return f"The timeline shows the first {MOST_ROWS} of {dated} claims that have a date."
    if every == dated:
        return f"The timeline shows {'the only claim' if dated == 1 else f'all {dated} claims'}."
    rest = "the other has no date" if every - dated == 1 else f"the other {every - dated} have no date"
    return f"The timeline shows {dated} of {every} claims; {rest}."


def _drawn(rows: Sequence[Span], root: str) -> Markup:
    axis = _axis(rows)
    patterns = Patterns(
        "timeline-" + hashlib.sha256("\n".join(span.claim.iri for span in rows).encode()).hexdigest()[:8]
    )
    height = _HEAD * 2 + ROW * len(rows)
    drawn = [
        patterns.definitions(),
        element("g", {"class": "axis"}, *_ticks(axis, height)),
        *(_row(span, axis, _HEAD + ROW * number, patterns, root) for number, span in enumerate(rows)),
    ]
    title = f"Timeline of {len(rows)} {'claim' if len(rows) == 1 else 'claims'}"
    return framed("timeline", title, (WIDTH, height), drawn, bar_legend(rows, patterns))


def _axis(rows: Sequence[Span]) -> Axis:
    """Return the axis over all limits. It has room for the open ends."""
    limits = [limit for span in rows for limit in (span.start, span.end) if limit is not None]
    first, last = min(limits), max(limits)
    room = max((last - first) * 0.1, 1 / 12 if last > first else 1.0)
    if any(span.start is None for span in rows):
        first -= room
    if any(span.end is None for span in rows):
        last += room
    return axis_of(first, last, _SIDE, WIDTH - 2 * _SIDE)


def _ticks(axis: Axis, height: float) -> Iterable[Markup]:
    for number, tick in enumerate(axis.ticks):
        x = axis.x(tick.year)
        anchor = "middle"
        if len(tick.words) > 5:
            anchor = "start" if number == 0 else "end" if number == len(axis.ticks) - 1 else "middle"
        at: Attributes = {"x": x + {"start": -_SIDE + 2, "end": _SIDE - 2, "middle": 0}[anchor], "text-anchor": anchor}
        line: Attributes = {"class": "tick", "x1": x, "y1": _HEAD - 8, "x2": x, "y2": height - _HEAD + 8}
        yield element("line", {**line, "stroke": "currentColor"})
        yield element("text", {**at, "y": _HEAD - 12, "font-size": _SMALL}, tick.words)
        yield element("text", {**at, "y": height - _HEAD + 20, "font-size": _SMALL, "class": "below"}, tick.words)


def _row(span: Span, axis: Axis, top: float, patterns: Patterns, root: str) -> Markup:
    claim = span.claim
    attributes = claim_attributes([claim], [span.days])
    attributes |= {"class": f"row {attributes['class']}", "data-height": f"{ROW:.0f}"}
    time = clip(span.words, WIDTH * 0.4, _SMALL)
    stance = f"{claim.stance} · "
    room = WIDTH - 16 - text_width(time, _SMALL) - 16 - text_width(stance, _TEXT) * 1.06
    drawn = [
        element("title", {}, f"{claim.stance}: {claim.sentence}\n{span.words}"),
        element("rect", {"class": "reach", "x": 0, "y": top, "width": WIDTH, "height": ROW, "fill-opacity": "0"}),
        element(
            "text",
            {"x": 8, "y": top + 16, "font-size": _TEXT},
            element("tspan", {"class": "stance-word"}, stance),
            element("tspan", {"class": "sentence"}, clip(claim.sentence, room, _TEXT)),
        ),
        element(
            "text", {"class": "time", "x": WIDTH - 8, "y": top + 16, "text-anchor": "end", "font-size": _SMALL}, time
        ),
        bar(span, axis, top + 23, patterns),
    ]
    return element("a", {"href": f"{root}{claim.path}.html", **attributes}, *drawn)
