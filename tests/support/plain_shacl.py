"""Run plain pySHACL and read its report without the code under test."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable

import pyshacl
import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from prepared_graph import PreparedGraph
from spacepact.validate.core_constraints import to_engine
from spacepact.validate.findings import Result

Triples = Iterable[tuple[Node, Node, Node]]


class CannotRun(Exception):
    """pySHACL cannot run the shapes."""


def found(shapes: Triples, data: Triples) -> Counter[Result]:
    """Return the results of pySHACL on *data*, with every query answered by rdflib."""
    report = judged(shapes, data)
    return Counter(read(report, one) for one in report.objects(None, SH.result))


def judged(shapes: Triples, data: Triples) -> rdflib.Graph:
    """Return the report of pySHACL on *data*."""
    logging.disable(logging.CRITICAL)  # rdflib logs a warning for each literal that does not parse
    try:
        _, report, text = pyshacl.validate(_graph(data), shacl_graph=_graph(shapes))
    except Exception as error:  # of many kinds
        raise CannotRun(str(error)) from error
    finally:
        logging.disable(logging.NOTSET)
    if not isinstance(report, rdflib.Graph):
        raise CannotRun(text)
    return report


def read(report: rdflib.Graph, one: Node) -> Result:
    """Return one result of a report. Blank nodes that name a shape or a path all look the same."""
    focus, path, value = (report.value(one, link) for link in (SH.focusNode, SH.resultPath, SH.value))
    shape = report.value(one, SH.sourceConstraint) or report.value(one, SH.sourceShape)
    assert focus is not None
    return Result(
        str(to_engine(focus)),
        None if path is None else _path(report, path),
        None if value is None else str(to_engine(value)),
        str(report.value(one, SH.sourceConstraintComponent)),
        shape.n3() if isinstance(shape, rdflib.URIRef) else "_:",
    )


def _path(report: rdflib.Graph, path: Node) -> str:
    if not isinstance(path, rdflib.BNode):
        return path.n3()
    parts = sorted(f"{p.n3()} {_path(report, o)}" for p, o in report.predicate_objects(path))
    return f"[ {' ; '.join(parts)} ]"


def _graph(triples: Triples) -> rdflib.Graph:
    graph = PreparedGraph()
    for triple in triples:
        graph.add(triple)
    return graph
