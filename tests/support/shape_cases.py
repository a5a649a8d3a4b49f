"""Read the cases of ``shapes/``: for each rule one Turtle file with bad and good cases side by side.

A case begins with a comment line ``# --- bad: <what is wrong>`` or ``# --- good``. A finding that
``validate`` must report is a comment at the end of its line: ``# error claim-stance``. ``validate`` must
report nothing else. Every case is validated with ``background.ttl`` as the existing graph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from locations import TESTS
from spacepact.validate import validate_files
from spacepact.validate.findings import Finding
from spacepact_tools.rules_page import read_cases

FOLDER = TESTS / "validate" / "shapes"
BACKGROUND = FOLDER / "background.ttl"
SEVERITIES = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
# Rules whose faults are reported by an earlier rule with a better message.
REPORTED_BY = {"claim-date": "edtf", "claim-edtf": "edtf", "text-length": "literal"}
Found = tuple[int, str, str]  # line, severity, rule


@dataclass(frozen=True)
class ShapeCase:
    """A case: its rule, its name (``bad: ...`` or ``good``), and its Turtle with the line numbers of the file."""

    rule: str
    name: str
    text: str

    @property
    def id(self) -> str:
        return f"{self.rule}--{re.sub('[^a-z]+', '-', self.name)}"

    @property
    def good(self) -> bool:
        return self.name.startswith("good")

    @property
    def expected(self) -> list[Found]:
        findings = []
        for number, line in enumerate(self.text.splitlines(), 1):
            if comment := re.search(r" # ([a-z]+) ([a-z-]+)$", line):
                findings.append((number, comment[1], comment[2]))
        return findings

    def findings(self) -> list[Finding]:
        """Validate the case with nothing but the background as the existing graph."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "case.ttl"
            path.write_text(self.text, encoding="utf-8")
            return validate_files([path], [BACKGROUND], alone=True)

    def found(self) -> list[Found]:
        return sorted({(finding.line or 0, finding.severity, finding.rule) for finding in self.findings()})


def rule_of(report: rdflib.Graph, result: Node) -> str:
    """Return the name of the rule of a result: its SPARQL constraint if it has one, otherwise its shape."""
    source = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
    return str(source).rpartition("#")[2]


CASES = [
    ShapeCase(path.stem, *case)
    for path in sorted(FOLDER.glob("*.ttl"))
    if path != BACKGROUND
    for case in read_cases(path)
]
