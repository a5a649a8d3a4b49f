"""The cases of ``shapes/``: a Turtle file each, and beside it the findings that it must give.

A case is named ``<rule>--<what is wrong>.ttl``, or ``<rule>--good.ttl`` (with more after ``good`` where one
will not do). Beside it ``.expected`` has a line for each finding, ``<line> <severity> <rule>``, and
nothing for a good case. All of them rest on ``background.ttl``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from spacepact.validate import validate_files

FOLDER = Path(__file__).parent / "shapes"
BACKGROUND = FOLDER / "background.ttl"
SEVERITIES = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
# What validate tells by a rule that comes before the shapes, which says more.
TOLD_BEFORE = {"claim-date": "edtf", "claim-edtf": "edtf", "text-length": "literal"}
Found = tuple[int, str, str]  # line, severity, rule


@dataclass(frozen=True)
class ShapeCase:
    """One case: its file, and what it expects."""

    path: Path

    @property
    def rule(self) -> str:
        return self.path.stem.partition("--")[0]

    @property
    def good(self) -> bool:
        return self.path.stem.partition("--")[2].startswith("good")

    @property
    def expected(self) -> list[Found]:
        lines = self.path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
        return sorted((int(line), severity, rule) for line, severity, rule in (one.split() for one in lines))

    def found(self) -> list[Found]:
        """What validate finds in the case, its background alone being known."""
        findings = validate_files([self.path], [BACKGROUND], alone=True)
        return sorted({(one.line or 0, one.severity, one.rule) for one in findings})


def rule_of(report: rdflib.Graph, result: Node) -> str:
    """The name of the rule that a result comes from: of the SPARQL constraint, or else of the shape."""
    source = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
    return str(source).rpartition("#")[2]


CASES = [ShapeCase(path) for path in sorted(FOLDER.glob("*--*.ttl"))]
