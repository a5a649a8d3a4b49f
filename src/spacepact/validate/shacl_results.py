"""Read the results in a report of pySHACL: terms, severity, message and rule."""

from __future__ import annotations

from dataclasses import dataclass

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from spacepact.validate.findings import Result


@dataclass(frozen=True)
class Outcome:
    """A result in a report of pySHACL; *bound* are the IRIs that a SPARQL constraint put into its message."""

    result: Result
    focus: Node
    path: Node | None
    value: Node | None
    bound: tuple[Node, ...]
    severity: str
    message: str
    rule: str


def outcome(report: rdflib.Graph, node: Node, shapes: rdflib.Graph) -> Outcome:
    """Return the result at a node of a report; *shapes* has the messages as written, before values are filled in."""

    def value(subject: Node, link: Node) -> Node | None:
        return report.value(subject, link)

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
    messages = sorted(str(message) for message in report.objects(inner, SH.resultMessage))
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
    """Return the IRIs that a query put into messages: pySHACL reports them nowhere else."""
    words = [word.strip(",.;:") for message in messages for word in message.split()]
    return tuple(rdflib.URIRef(word) for word in words if word.startswith(("http://", "https://", "urn:")))


def _message(shapes: rdflib.Graph, shape: Node | None, messages: list[str]) -> str:
    """Return the message that the shape has, or the first message if none is from the shape: pySHACL adds others."""
    own = sorted(str(message) for message in shapes.objects(shape, SH.message)) if shape is not None else []
    return next((message for message in messages if message in own), (messages or own or ["This breaks a shape."])[0])


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
