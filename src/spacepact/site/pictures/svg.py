"""Write elements of SVG and HTML with escaped text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from spacepact.rdf import visible

Attributes = Mapping[str, str | float | None]

_NOT_IN_XML = re.compile("[\ufffe\uffff]")  # of the characters that visible() leaves


def element(name: str, attributes: Attributes, *content: str) -> Markup:
    """Return an element; escape the content that is not Markup. Attributes that are None are left out.

    >>> element("text", {"x": 2.04, "class": None}, "A & B")
    Markup('<text x="2">A &amp; B</text>')
    """
    pairs = "".join(f' {key}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    return Markup(f"<{name}{pairs}>{join(content)}</{name}>" if content else f"<{name}{pairs}/>")  # noqa: S704


def join(content: Iterable[str]) -> Markup:
    """Return pieces of markup and texts as one markup; texts are escaped."""
    return Markup("").join(item if isinstance(item, Markup) else clean(item) for item in content)


def number(value: float) -> str:
    """Return a coordinate with at most one decimal.

    >>> number(-0.04), number(12.25), number(3.0)
    ('0', '12.2', '3')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def path(*steps: str | float) -> str:
    """Return the ``d`` attribute of a path from letters and coordinates.

    >>> path("M", 1, 2, "L", 3.16, 4)
    'M1 2L3.2 4'
    """
    return re.sub(r" ?([A-Zz]) ?", r"\1", " ".join(s if isinstance(s, str) else number(s) for s in steps))


def clean(text: str) -> str:
    r"""Return a text with escapes for the characters that XML does not allow or that change the direction of text.

    >>> clean("a\u202eb")
    'a\\u202eb'
    """
    return _NOT_IN_XML.sub("\ufffd", visible(text.replace("\r\n", "\n")))


def _value(value: str | float) -> str:
    return escape(clean(value)) if isinstance(value, str) else number(value)
