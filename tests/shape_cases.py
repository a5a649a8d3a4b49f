"""The cases of ``shapes/``: a Turtle file each, and beside it the findings that it must give.

A case is named ``<rule>--<what is wrong>.ttl``, or ``<rule>--good.ttl`` (with more after ``good`` where one
will not do). Beside it ``.expected`` has a line for each finding, ``<line> <severity> <rule>``, and
nothing for a good case. All of them rest on ``background.ttl``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyshacl
import rdflib
from rdflib.namespace import SH, XSD
from rdflib.term import Node

from spacepact import folders
from spacepact.prepared import PreparedGraph
from spacepact.terms import curie

FOLDER = Path(__file__).parent / "shapes"
BACKGROUND = FOLDER / "background.ttl"
SEVERITIES = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
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

    def found(self, shapes: rdflib.Graph) -> list[Found]:
        """What pySHACL finds in the case and its background, each at its line in the case."""
        text = self.path.read_text(encoding="utf-8")
        report = _report(text, shapes)
        lines = text.splitlines()
        found = set()
        for result in report.objects(None, SH.result):  # not the details within them
            focus, path, value = (report.value(result, p) for p in (SH.focusNode, SH.resultPath, SH.value))
            severity = SEVERITIES[rdflib.URIRef(str(report.value(result, SH.resultSeverity)))]
            found.add((placed(lines, focus, path, value), severity, rule_of(report, result)))
        return sorted(found)


@cache  # one good file serves several rules
def _report(text: str, shapes: rdflib.Graph) -> rdflib.Graph:
    data = PreparedGraph()
    for triple in _background():
        data.add(triple)
    data.parse(data=text, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    return report


@cache
def _background() -> rdflib.Graph:
    rdflib.NORMALIZE_LITERALS = False
    known = rdflib.Graph()
    for path in [*folders.ontology(), BACKGROUND]:
        known.parse(path, format="turtle")
    return known


def rule_of(report: rdflib.Graph, result: Node) -> str:
    """The name of the rule that a result comes from: of the SPARQL constraint, or else of the shape."""
    source = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
    return str(source).rpartition("#")[2]


def placed(lines: list[str], focus: Node | None, path: Node | None, value: Node | None) -> int:
    """The line of the triple to blame: that of focus, path and value, or of less; a property has one line in a case.

    What is wrong with a thing of the background is blamed on the value, where the case has it for a subject.
    """
    for subject in (focus, value):
        start = next((i for i, line in enumerate(lines) if line.startswith(f"{_written(subject)} ")), None)
        if start is not None:
            break
    else:
        raise AssertionError(f"neither {focus} nor {value} is a subject of the case")
    end = next(i for i in range(start, len(lines)) if lines[i].endswith(" ."))
    says = [re.sub(r"^\S+ ", "", lines[start]), *(line.strip() for line in lines[start + 1 : end + 1])]
    simple = isinstance(path, rdflib.URIRef)
    about = [i for i, text in enumerate(says) if not simple or text.startswith(f"{_written(path)} ")]
    exact = [i for i in about if re.search(rf"(?<!\S){re.escape(_written(value))}(?=[\s@^])", says[i])]
    chosen = exact or (about if simple else []) or [0]
    return start + chosen[0] + 1


def _written(term: Node | None) -> str:
    if isinstance(term, rdflib.Literal) and term.datatype != XSD.integer:
        return f'"{term}"'
    return curie(str(term))


CASES = [ShapeCase(path) for path in sorted(FOLDER.glob("*--*.ttl"))]
