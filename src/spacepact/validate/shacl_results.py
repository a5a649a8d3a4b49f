"""What pySHACL reports, result by result: what identifies it, and what a reader is told."""

from __future__ import annotations

from dataclasses import dataclass

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from spacepact.validate.findings import Result


@dataclass(frozen=True)
class Outcome:
    """A result of validation: what identifies it, and what the report says beside."""

    result: Result
    focus: Node
    path: Node | None
    value: Node | None
    bound: tuple[Node, ...]  # what a query of the shape found beside the value
    severity: str
    message: str
    rule: str


def outcome(report: rdflib.Graph, node: Node, shapes: rdflib.Graph) -> Outcome:
    """Return the result at a node of a report; *shapes* has the messages as they are written there."""

    def value(one: Node, link: Node) -> Node | None:
        return report.value(one, link)

    focus, path = value(node, SH.focusNode), value(node, SH.resultPath)
    shape = value(node, SH.sourceConstraint) or value(node, SH.sourceShape)
    assert focus is not None
    result = Result(
        focus.n3(),
        _path_text(report, path) if path is not None else None,
        object_.n3() if (object_ := value(node, SH.value)) is not None else None,
        str(value(node, SH.sourceConstraintComponent)),
        shape.n3() if isinstance(shape, rdflib.URIRef) else "_:",
    )
    inner = _innermost(report, node)
    named = value(inner, SH.sourceConstraint) or value(inner, SH.sourceShape)
    rule = str(named) if isinstance(named, rdflib.URIRef) else str(shape)
    messages = sorted(str(one) for one in report.objects(inner, SH.resultMessage))
    severity = str(value(node, SH.resultSeverity)).rpartition("#")[2]
    return Outcome(
        result,
        focus,
        path if isinstance(path, rdflib.URIRef) else None,
        value(node, SH.value),
        _iris(messages),
        {"Violation": "error", "Warning": "warning", "Info": "info"}.get(severity, "error"),
        _message(shapes, shape, messages),
        rule,
    )


def _iris(messages: list[str]) -> tuple[Node, ...]:
    """Return the IRIs that a query put into a message: pySHACL does not tell them otherwise."""
    words = [word.strip(",.;:") for message in messages for word in message.split()]
    return tuple(rdflib.URIRef(word) for word in words if word.startswith(("http://", "https://", "urn:")))


def _message(shapes: rdflib.Graph, shape: Node | None, messages: list[str]) -> str:
    """Return the message: the shape's own where it has one, since pySHACL adds others of its making."""
    own = sorted(str(one) for one in shapes.objects(shape, SH.message)) if shape is not None else []
    return next((one for one in messages if one in own), (messages or own or ["This breaks a shape."])[0])


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
    parts = sorted(f"{p.n3()} {_path_text(report, o)}" for _, p, o in report.triples((path, None, None)))
    return f"[ {' ; '.join(parts)} ]"
