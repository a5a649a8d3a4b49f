"""Run the SPARQL constraints of shapes, each once for all marked focus nodes, in the embedded engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import rdflib
from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, Store
from rdflib.namespace import SH
from rdflib.term import Node

from spacepact.graph import text_of
from spacepact.terms import PREFIXES, curie
from spacepact.validate.core_constraints import SHACL_SEVERITIES
from spacepact.validate.findings import Result, ShapeResult, Term

_COMPONENT = PREFIXES["sh"] + "SPARQLConstraintComponent"
# The classes of nodes in the named graph MARKS: subjects and objects of new triples; and all nodes near these.
MARKS, CHANGED, NEAR = (NamedNode(f"urn:spacepact:{name}") for name in ("marks", "changed", "near"))
_IS_SYMMETRIC = rdflib.URIRef(PREFIXES["sps"] + "isSymmetric")
_TARGETS = {
    SH.targetClass: "{{ $this (a|a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>+) <{}> }}",
    SH.targetObjectsOf: "{{ [] <{}> $this }}",
    SH.targetSubjectsOf: "{{ $this <{}> [] }}",
    SH.targetNode: "{{ VALUES $this {{ <{}> }} }}",
}


@dataclass(frozen=True)
class Constraint:
    """A SPARQL constraint: its IRI, severity and message, and a query for all its marked focus nodes at once.

    A symmetric one reports a pair of nodes. It finds each pair from either node, so only changed nodes are checked.
    """

    iri: str
    is_symmetric: bool
    severity: str
    message: str
    query: str


def constraints(shapes: rdflib.Graph) -> Iterator[Constraint]:
    """Yield the SPARQL constraints of a shapes graph."""
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
        is_symmetric = (constraint, _IS_SYMMETRIC, None) in shapes
        mark = f"GRAPH {MARKS} {{ $this a {CHANGED if is_symmetric else NEAR} }}"
        query = f"{prefixes}{head}{brace} {{ SELECT DISTINCT $this {{ {mark} {targets} }} }} {body}"
        severity = SHACL_SEVERITIES[shapes.value(shape, SH.severity) or SH.Violation]
        message = shapes.value(constraint, SH.message) or shapes.value(shape, SH.message)
        yield Constraint(_name(constraint), is_symmetric, severity, str(message or "This breaks a shape."), query)


def _name(node: Node) -> str:
    return str(node) if isinstance(node, rdflib.URIRef) else ""


def results(constraints: Iterable[Constraint], store: Store) -> Iterator[ShapeResult]:
    """Yield the results of *constraints* on the marked nodes in *store*."""
    for constraint in constraints:
        rows = store.query(constraint.query)
        assert isinstance(rows, QuerySolutions)
        names = [variable.value for variable in rows.variables]
        for row in rows:
            if row["this"] is not None:  # an aggregate without groups gives an empty row
                yield _result(constraint, row, names)


def _result(constraint: Constraint, row: QuerySolution, names: list[str]) -> ShapeResult:
    terms = {name: row[name] for name in names if row[name] is not None}
    focus, path, value = terms["this"], terms.get("path"), terms.get("value")
    return ShapeResult(
        Result(
            str(focus),
            str(path) if path else None,
            str(value or focus),  # as SHACL says
            _COMPONENT,
            f"<{constraint.iri}>" if constraint.iri else "_:",
        ),
        focus,
        path,
        value,
        tuple(t for n, t in terms.items() if n not in ("this", "path", "value") and isinstance(t, NamedNode)),
        constraint.severity,
        _message(constraint, terms),
        constraint.iri,
    )


def _message(constraint: Constraint, terms: Mapping[str, Term]) -> str:
    """Return the message of a constraint with its variables replaced, and with CURIEs instead of IRIs."""
    message = re.sub(r"\{[?$](\w+)\}", lambda name: text_of(terms.get(name[1])), constraint.message)
    return re.sub(r"https?://[^\s,;]*[\w/#]", lambda iri: curie(iri[0]), message)
