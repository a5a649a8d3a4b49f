"""Read a shapes graph: the shapes of SHACL Core for pySHACL, and the SPARQL constraints for the embedded engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.namespace import SH
from rdflib.term import Node

from spacepact.graph import packaged_files
from spacepact.validate.findings import Result

Term = NamedNode | BlankNode | Literal | Triple
SEVERITIES: dict[Node | None, str] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
# In the named graph CHANGED, each node that new triples can affect has the class CHANGED.
CHANGED = NamedNode("urn:spacepact:changed")
_TARGETS = {
    SH.targetClass: "{{ $this (a|a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>+) <{}> }}",
    SH.targetObjectsOf: "{{ [] <{}> $this }}",
    SH.targetSubjectsOf: "{{ $this <{}> [] }}",
    SH.targetNode: "{{ VALUES $this {{ <{}> }} }}",
}


@dataclass(frozen=True)
class ShapeResult:
    """A result of a shape. *result* identifies it; *bound* are other nodes that a query put into its message."""

    result: Result
    focus: Term
    path: Term | None
    value: Term | None
    bound: tuple[Term, ...]
    severity: str
    message: str
    rule: str

    @property
    def name(self) -> str:
        """Return the name of the rule: the end of its IRI."""
        return self.rule.rpartition("#")[2] or self.rule


@dataclass(frozen=True)
class Constraint:
    """A SPARQL constraint: its IRI, severity and message, and a query for all its changed focus nodes at once."""

    iri: str
    severity: str
    message: str
    query: str


@dataclass(frozen=True)
class Shapes:
    """A shapes graph: *core* is the graph without its SPARQL constraints."""

    core: rdflib.Graph
    constraints: tuple[Constraint, ...]


@cache
def packaged() -> Shapes:
    """Return the shapes of the package."""
    return split(rdflib.Graph().parse(packaged_files.shapes(), format="turtle"))


def split(shapes: rdflib.Graph) -> Shapes:
    """Divide a shapes graph into its core and its SPARQL constraints."""
    core = rdflib.Graph()
    for triple in shapes:
        if triple[1] != SH.sparql:
            core.add(triple)
    return Shapes(core, tuple(_constraints(shapes)))


def _constraints(shapes: rdflib.Graph) -> Iterator[Constraint]:
    for shape, constraint in shapes.subject_objects(SH.sparql):
        prefixes = "".join(
            f"PREFIX {shapes.value(d, SH.prefix)}: <{shapes.value(d, SH.namespace)}>\n"
            for ontology in shapes.objects(constraint, SH.prefixes)
            for d in shapes.objects(ontology, SH.declare)
        )
        targets = " UNION ".join(
            pattern.format(node) for kind, pattern in _TARGETS.items() for node in shapes.objects(shape, kind)
        )
        head, brace, body = str(shapes.value(constraint, SH.select)).partition("{")
        changed = f"{{ SELECT DISTINCT $this {{ GRAPH {CHANGED} {{ $this a {CHANGED} }} {targets} }} }}"
        query = f"{prefixes}{head}{brace} {changed} {body}"
        severity = SEVERITIES[shapes.value(shape, SH.severity) or SH.Violation]
        message = shapes.value(constraint, SH.message) or shapes.value(shape, SH.message)
        yield Constraint(_name(constraint), severity, str(message or "This breaks a shape."), query)


def _name(node: Node) -> str:
    return str(node) if isinstance(node, rdflib.URIRef) else ""
