"""What a picture is: its markup, the claims that it shows, and those that it leaves out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from spacepact.site.model import FAMILIES, Claim
from spacepact.site.pictures.svg import Attributes, clean, element, join

# The line of each family: dashes and gaps, in pixels. Done is solid.
DASHES = {"done": None, "committed": "12 5", "planned": "5 4", "denied": "1 4", "asked": "10 4 1 4"}

_WIDE = 900  # a wider picture is not made smaller than readable: its box scrolls


@dataclass(frozen=True)
class Picture:
    """A picture of claims.

    *svg* is the markup with its legend. *shown* are the claims in it, *left_out* the others, both in the order of the
    input. *note* is a sentence about what is shown and what is left out.
    """

    svg: Markup
    shown: tuple[Claim, ...]
    left_out: tuple[Claim, ...]
    note: str


def claim_attributes(claims: Sequence[Claim], limits: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    """Return the data attributes of an element that shows claims.

    ``data-published`` is the first day on which one of them was published; empty if one is of unknown date.
    ``data-each`` has for each claim its documents, publication, earliest and latest day, as JSON, for the filters.
    *limits* are the days to filter by, if they differ from the earliest and latest days of the claims.
    """
    published = [claim.published[:10] for claim in claims]
    days = limits or [(claim.earliest[:10], claim.latest[:10]) for claim in claims]
    each = [[_documents(c), c.published[:10], *pair] for c, pair in zip(claims, days, strict=True)]
    latest = [claim.latest[:10] for claim in claims]
    return {
        "class": "claims " + " ".join(f"stance-{family}" for family in FAMILIES if _has(claims, family)),
        "data-family": " ".join(family for family in FAMILIES if _has(claims, family)),
        "data-claims": " ".join(claim.path for claim in claims),
        "data-documents": " ".join(sorted({name for claim in claims for name in _documents(claim)})),
        "data-published": min(published),
        "data-earliest": min(claim.earliest[:10] for claim in claims),
        "data-latest": max(latest) if all(latest) else "",
        "data-each": json.dumps(each, ensure_ascii=False, separators=(",", ":")),
    }


def sentences(claims: Iterable[Claim]) -> str:
    """Return the sentences of claims, one a line, each after its stance."""
    return "\n".join(f"{claim.stance}: {claim.sentence}" for claim in claims)


def line_sample(family: str) -> Markup:
    """Return a small drawing of the line of a family, for a legend."""
    line: Attributes = {
        "d": "M1 7H43",
        "class": "drawn-line",
        "fill": "none",
        "stroke": "currentColor",
        "stroke-width": 2.5,
    }
    drawn = [element("path", {**line, "stroke-dasharray": DASHES[family]})]
    if family == "denied":
        drawn.append(cross(22, 7))
    return sample(44, *drawn, family=family)


def sample(width: float, *drawn: Markup, family: str = "") -> Markup:
    """Return a small drawing for a legend. The words beside it say what it shows, so it is hidden from readers."""
    stance = f" stance-{family}" if family else ""
    size: Attributes = {"width": width, "height": 14, "viewBox": f"0 0 {width:.0f} 14"}
    names = {"class": f"sample{stance}", "xmlns": "http://www.w3.org/2000/svg", "aria-hidden": "true"}
    return element("svg", {**names, **size}, *drawn)


def cross(x: float, y: float) -> Markup:
    """Return the cross mark of what is denied."""
    steps = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"
    return element("path", {"d": steps, "class": "cross", "fill": "none", "stroke": "currentColor", "stroke-width": 2})


def legend(families: Iterable[str], drawing: Callable[[str], Markup], more: Iterable[tuple[Markup, str]]) -> Markup:
    """Return the legend of a picture as a list: the *drawing* and the words of each family, and of *more*."""
    items = [element("li", {"data-family": name}, drawing(name), " ", FAMILIES[name]) for name in families]
    items += [element("li", {}, drawn, " ", words) for drawn, words in more]
    return element("ul", {"class": "picture-legend", "aria-label": "Legend"}, *items)


def framed(kind: str, title: str, size: tuple[float, float], drawn: Iterable[Markup], key: Markup) -> Markup:
    """Return the markup of a picture: a link to skip it, the SVG in a box that scrolls, and the legend."""
    content = join(drawn)
    end = f"{kind}-end-{hashlib.sha256(content.encode()).hexdigest()[:8]}"
    frame: Attributes = {"viewBox": f"0 0 {size[0]:.0f} {size[1]:.0f}", "width": size[0], "height": size[1]}
    drawn_as = f"{kind} is-wide" if size[0] > _WIDE else kind
    names = {"xmlns": "http://www.w3.org/2000/svg", "class": drawn_as, "role": "group", "aria-label": title}
    box = {"class": "picture-box", "tabindex": "0", "role": "region", "aria-label": f"{title} (scrolls)"}
    return element(
        "div",
        {"class": f"picture picture-{kind}", "data-kind": kind},
        element("a", {"class": "picture-skip", "href": f"#{end}"}, f"Skip the {kind}"),
        key,
        element("div", box, element("svg", {**names, **frame}, content)),
        element("span", {"id": end, "tabindex": "-1"}, ""),
    )


def used(claims: Iterable[Claim]) -> list[str]:
    """Return the families of claims, in the order of FAMILIES."""
    found = {claim.family for claim in claims}
    return [family for family in FAMILIES if family in found]


def _has(claims: Sequence[Claim], family: str) -> bool:
    return any(claim.family == family for claim in claims)


def _documents(claim: Claim) -> list[str]:
    """Return the short names of the documents of a claim, without spaces, as on the cards."""
    return sorted({re.sub(r"\s+", "_", clean(passage.document)) for passage in claim.passages})
