"""List the rules of ``spacepact validate``: those that run before the shapes, those of sheets, and the shapes.

The first two are in ``rules.toml``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from spacepact.files import read_text
from spacepact.graph import load_turtle, packaged_files, select, text_of
from spacepact.terms import PREFIXES

_SH = PREFIXES["sh"]
_SEVERITIES = {"": "error", _SH + "Violation": "error", _SH + "Warning": "warning", _SH + "Info": "info"}
_SHAPES = """
SELECT ?rule ?message ?name ?text ?severity {
  ?rule sh:message ?message
  OPTIONAL { ?rule sh:name ?name }
  OPTIONAL { ?rule sh:description ?text }
  OPTIONAL { ?shape sh:sparql? ?rule ; sh:severity ?severity }
}"""


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
    rules = {
        text_of(row["rule"]).rpartition("#")[2]: Rule(
            _SEVERITIES[text_of(row.get("severity"))],
            text_of(row.get("name")),
            text_of(row.get("text")),
            text_of(row["message"]),
        )
        for row in select(load_turtle([packaged_files.shapes()]), _SHAPES)
    }
    order = read_text(packaged_files.shapes())
    return dict(sorted(rules.items(), key=lambda item: order.index(f"\nsps:{item[0]} a ")))


def all_rules() -> dict[str, Rule]:
    """Return all rules by name: those that run before the shapes, those of sheets, and those of the shapes.

    >>> list(all_rules())[:2]
    ['encoding', 'syntax']
    """
    return RULES | SHEET_RULES | shape_rules()
