"""Run the shapes of SHACL Core in pySHACL on some focus nodes, with the part of the graph that the shapes read."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Set
from contextlib import contextmanager

import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store
from rdflib.namespace import SH
from rdflib.term import Node

from spacepact.terms import PREFIXES, RDF_TYPE
from spacepact.validate.findings import Result, ShapeResult, Term

_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_IN_SCHEME = NamedNode(PREFIXES["skos"] + "inScheme")
_STRING = NamedNode(PREFIXES["xsd"] + "string")
SHACL_SEVERITIES: dict[Node | None, str] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}


def results(core: rdflib.Graph, store: Store, focus_nodes: Set[Term]) -> Iterator[ShapeResult]:
    """Yield the results of the shapes *core* on *focus_nodes* in the default graph of *store*.

    A shape can read the triples of a focus node, and the class and the code list of each value.
    """
    if focus_nodes:
        of_interest = {str(node) for node in focus_nodes}
        with _quiet():
            found = list(read(judge(_extract(core, store, focus_nodes), core), core))
        yield from (result for result in found if result.result.focus in of_interest)


def judge(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """Return the report of pySHACL on *data*; raise ValueError if pySHACL cannot run the shapes."""
    import pyshacl

    with _quiet():
        _, report, text = pyshacl.validate(data, shacl_graph=shapes)
    if not isinstance(report, rdflib.Graph):
        raise ValueError(f"pySHACL cannot run the shapes: {text}")
    return report


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib and pySHACL from logging a traceback for each ill-typed literal."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _extract(core: rdflib.Graph, store: Store, focus_nodes: Set[Term]) -> rdflib.Graph:
    """Return the triples that *core* reads for *focus_nodes*."""
    patterns: list[tuple[Term | None, NamedNode | None, Term | None]] = [(None, _SUBCLASS, None)]
    links = [NamedNode(str(link)) for link in core.objects(None, SH.targetObjectsOf)]
    values: set[Term] = set()
    for node in focus_nodes:
        patterns += [(node, None, None), *((None, link, node) for link in links)]
        values |= {quad.object for quad in store.quads_for_pattern(node, None, None)}  # type: ignore[arg-type]
    patterns += [
        (value, link, None)
        for value in values
        for link in (RDF_TYPE, _IN_SCHEME)
        if isinstance(value, NamedNode | BlankNode)
    ]
    data = rdflib.Graph()
    for pattern in patterns:
        for quad in store.quads_for_pattern(*pattern, DefaultGraph()):  # type: ignore[arg-type]
            data.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return data


def read(report: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[ShapeResult]:
    """Yield the results in a report of pySHACL; *shapes* has the messages as written."""
    for node in report.objects(None, SH.result):
        focus, path, value = (report.value(node, link) for link in (SH.focusNode, SH.resultPath, SH.value))
        shape = report.value(node, SH.sourceConstraint) or report.value(node, SH.sourceShape)
        assert focus is not None
        inner = _innermost(report, node)
        rule = report.value(inner, SH.sourceConstraint) or report.value(inner, SH.sourceShape)
        yield ShapeResult(
            Result(
                str(to_engine(focus)),
                None if path is None else _path_text(report, path),
                None if value is None else str(to_engine(value)),
                str(report.value(node, SH.sourceConstraintComponent)),
                f"<{shape}>" if isinstance(shape, rdflib.URIRef) else "_:",
            ),
            to_engine(focus),
            NamedNode(str(path)) if isinstance(path, rdflib.URIRef) else None,
            None if value is None else to_engine(value),
            (),
            SHACL_SEVERITIES.get(report.value(node, SH.resultSeverity), "error"),
            _message(report, inner, shapes, shape),
            str(rule if isinstance(rule, rdflib.URIRef) else shape),
        )


def _message(report: rdflib.Graph, node: Node, shapes: rdflib.Graph, shape: Node | None) -> str:
    """Return the message of a result that the shape has, or another message: pySHACL adds its own."""
    messages = sorted(map(str, report.objects(node, SH.resultMessage)))
    own = sorted(map(str, shapes.objects(shape, SH.message)))
    return next(iter([*(m for m in messages if m in own), *messages, *own]), "This breaks a shape.")


def _innermost(report: rdflib.Graph, node: Node) -> Node:
    """Return the innermost result that a nested shape with a name or a message gave."""
    for inner in sorted(report.objects(node, SH.detail), key=str):
        if isinstance(report.value(inner, SH.sourceShape), rdflib.URIRef):
            return _innermost(report, inner)
    return node


def _path_text(report: rdflib.Graph, path: Node) -> str:
    """Return a path as text that does not depend on the labels of blank nodes."""
    if not isinstance(path, rdflib.BNode):
        return path.n3()
    parts = sorted(f"{p.n3()} {_path_text(report, o)}" for p, o in report.predicate_objects(path))
    return f"[ {' ; '.join(parts)} ]"


def to_rdflib(term: Term) -> Node:
    """Convert a term of the engine to rdflib; the text of a literal does not change."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, Literal), term
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == _STRING:  # rdflib gives a plain string no datatype
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def to_engine(term: Node) -> Term:
    """Convert a term of rdflib to the engine."""
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    assert isinstance(term, rdflib.Literal), term
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else _STRING)
