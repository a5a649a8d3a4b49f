"""List the rules of ``spacepact validate``: those that run before the shapes, those of sheets, and the shapes.

The first two are in ``rules.toml``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode, Store

from spacepact.files import read_text
from spacepact.graph import load_turtle, packaged_files, text_of
from spacepact.terms import PREFIXES

_SH = PREFIXES["sh"]
_SEVERITIES = {"Violation": "error", "Warning": "warning", "Info": "info"}


class Rule(NamedTuple):
    """A rule: its severity, its subject, the reason for it, and what to write instead.

    *example* is Turtle that breaks the rule and *good* is the same Turtle corrected. A rule of the shapes
    has its examples in ``tests/validate/shapes``. A rule of sheets has rows of a sheet as examples.
    """

    severity: str  # "error" | "warning" | "info"
    title: str
    text: str
    instead: str
    example: str = ""
    good: str = ""


def _in_file(part: str) -> dict[str, Rule]:
    content = tomllib.loads(read_text(Path(__file__).with_suffix(".toml")))
    return {name: Rule(**texts) for name, texts in content[part].items()}


RULES = _in_file("rules")
SHEET_RULES = _in_file("sheets")


def shape_rules() -> dict[str, Rule]:
    """Return the rules of ``ontology/shapes.ttl`` by name, in the order of the file.

    A rule is a shape or constraint with ``sh:message``. A SPARQL constraint has the severity of its shape.

    >>> shape_rules()["claim-stance"].severity
    'error'
    """
    shapes = load_turtle([packaged_files.shapes()])
    by_name = {}
    for quad in shapes.quads_for_pattern(None, NamedNode(_SH + "message"), None):
        rule = quad.subject
        assert isinstance(rule, NamedNode)
        name, text = (_text(shapes, rule, word) for word in ("name", "description"))
        by_name[rule.value.rpartition("#")[2]] = Rule(_severity(shapes, rule), name, text, text_of(quad.object))
    order = read_text(packaged_files.shapes())
    return dict(sorted(by_name.items(), key=lambda item: order.index(f"\nsps:{item[0]} a ")))


def _text(shapes: Store, rule: NamedNode, word: str) -> str:
    quad = next(shapes.quads_for_pattern(rule, NamedNode(_SH + word), None), None)
    return text_of(quad.object) if quad else ""


def _severity(shapes: Store, rule: NamedNode) -> str:
    naming = shapes.quads_for_pattern(None, NamedNode(_SH + "sparql"), rule)
    for shape in [rule, *(quad.subject for quad in naming)]:
        assert isinstance(shape, NamedNode | BlankNode)
        for quad in shapes.quads_for_pattern(shape, NamedNode(_SH + "severity"), None):
            return _SEVERITIES[text_of(quad.object).rpartition("#")[2]]
    return "error"


def all_rules() -> dict[str, Rule]:
    """Return all rules by name: those that run before the shapes, those of sheets, and those of the shapes.

    >>> list(all_rules())[:2]
    ['encoding', 'syntax']
    """
    return RULES | SHEET_RULES | shape_rules()
