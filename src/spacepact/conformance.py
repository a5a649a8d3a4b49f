"""Hold new triples against the shapes: what pySHACL finds with them and does not find without them.

Only the focus nodes whose results the new triples can change are judged, each in the part of the
graph that the shapes can reach from it. Where that cannot be told, the whole graph is judged twice.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import rdflib
from pyoxigraph import Store, Triple
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from spacepact.findings import Result
from spacepact.layers import Extract, Layer, Rdf, bound
from spacepact.prepared import PreparedGraph
from spacepact.rdf_terms import triple_to_rdflib
from spacepact.reach import TARGETS, Pattern, Reach, Unbounded, implicit, reaches, targeted

_SELECT = re.compile(r"\bSELECT\b[^{<]*(?=\{)", re.IGNORECASE)
_MANY = 200  # rows that a query is given one by one
Foci = dict[Node, set[Node]]  # by shape


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


def new_outcomes(
    shapes: rdflib.Graph,
    store: Store,
    before: Iterable[Triple],
    after: Iterable[Triple],
    note: Callable[[str], None] = lambda _: None,
) -> tuple[list[Outcome], dict[Node, Rdf]]:
    """Return the results that triples bring about, and the triple that made each old focus node worth a look.

    *store* holds the base in its default graph. *before* is what is known beside it, such as derived
    facts, and *after* what is to be: the new triples, and the facts that follow then. *note* is told where
    the whole graph must be judged.
    """
    old = Layer(store, "urn:spacepact:before", before)
    new = Layer(store, "urn:spacepact:after", after)
    changed = [triple_to_rdflib(one) for one in sorted(old.triples ^ new.triples, key=str)]
    causes: dict[Node, Rdf] = {}
    with _quiet():
        try:
            reach_of = {reach.shape: reach for reach in reaches(shapes)}
            targets = {shape: _Targets(shape, shapes) for shape in reach_of}
            affected: Foci | None = {
                shape: _affected(reach, targets[shape], shapes, (old, new), changed, causes)
                for shape, reach in reach_of.items()
            }
            if any(isinstance(focus, rdflib.BNode) for foci in (affected or {}).values() for focus in foci):
                affected = None  # a query cannot be told which blank node is meant
                note("the whole graph is judged, which may take long: new triples bear on a nameless node")
        except Unbounded as error:
            affected, reach_of = None, {}
            note(f"the whole graph is judged, which may take long: a shape has {error}")
        known = {outcome.result for outcome in _outcomes(shapes, old, affected, reach_of)}
        found = _outcomes(shapes, new, affected, reach_of)
    return [outcome for outcome in found if outcome.result not in known], causes


def judge_whole(shapes: rdflib.Graph, store: Store) -> list[Outcome]:
    """Return all results on all that a store holds, as pySHACL alone finds them."""
    with _quiet():
        return _outcomes(shapes, Layer(store, "urn:spacepact:nothing", ()), None, {})


def _affected(
    reach: Reach,
    targets: _Targets,
    shapes: rdflib.Graph,
    layers: tuple[Layer, Layer],
    changed: list[Rdf],
    causes: dict[Node, Rdf],
) -> set[Node]:
    """Return the focus nodes of a shape whose results a changed triple can change."""

    def matching(s: Node | None, p: Node | None, o: Node | None) -> Iterator[Rdf]:
        for layer in layers:
            yield from layer.matching(s, p, o)

    @cache
    def has(node: Node, link: Node, values: tuple[Node | None, ...]) -> bool:
        return any(any(matching(node, link, value)) for value in values)

    def back(node: int, term: Node, most: float) -> frozenset[Node]:
        """Return the focus nodes from which the steps lead to a term at a node; raise _TooMany for more than *most*."""
        if node == 0:
            return frozenset([term])
        key = node, term, most
        if key not in known:
            found: set[Node] | None = set()
            try:
                for one in near(node, term, most):
                    assert found is not None
                    found |= back(reach.steps[node - 1].start, one, most)
                    if len(found) > most:
                        raise _TooMany
            except _TooMany:
                found = None
            known[key] = None if found is None else frozenset(found)
        foci = known[key]
        if foci is None:
            raise _TooMany
        return foci

    def near(node: int, term: Node, most: float) -> set[Node]:
        step = reach.steps[node - 1]
        if step.of_predicate:
            return {t[2] if step.inverse else t[0] for t in matching(None, term, None)}
        found, edge = {term} if step.star else set(), {term}
        while edge:
            further: set[Node] = set()
            for one in edge:
                pattern = (one, step.predicate, None) if step.inverse else (None, step.predicate, one)
                for t in matching(*pattern):
                    further.add(t[2] if step.inverse else t[0])
                    if len(further) > most:
                        raise _TooMany
            edge, found = (further - found if step.star else set()), found | further
        return found

    known: dict[tuple[int, Node, float], frozenset[Node] | None] = {}
    affected: set[Node] = set()
    asked: dict[Pattern, dict[tuple[Node, ...], Rdf]] = {}
    by_key: dict[Pattern, dict[tuple[Node, ...], Rdf]] = {}
    done: set[tuple[object, ...]] = set()
    for triple in changed:
        sign = 1 if triple in layers[1].graph else -1
        for number, step in enumerate(reach.steps, start=1):
            if step.of_predicate or step.predicate not in (None, triple[1]):
                continue
            pattern = step.pattern
            if pattern and pattern.sign == -sign:
                continue
            if pattern and ((pattern.objects and triple[2] not in pattern.objects) or triple[2] in pattern.not_objects):
                continue
            if pattern and not all(has(triple[0], link, values) for link, values in pattern.subject_needs):
                continue
            if step.start == -1:
                return set(_targets(reach.shape, shapes, layers))
            given: tuple[Node, ...] = ()
            if pattern and pattern.key not in (None, "this"):
                given = (triple[2 if pattern.of_object else 0],)
            most = _MANY if given and not isinstance(given[0], rdflib.BNode) else float("inf")
            question = Pattern(pattern.query, 0, pattern.key if given else None) if pattern else None
            begins = triple[2] if step.inverse else triple[0]
            try:
                if pattern and pattern.subject_at:
                    ways = [(node, triple[0]) for node in pattern.subject_at]
                else:
                    ways = [(step.start, one) for one in (near(number, begins, most) if step.star else {begins})]
                if (question, given, *ways) in done:
                    continue
                done.add((question, given, *ways))
                foci = frozenset().union(*(back(node, one, most) for node, one in ways)) - affected
            except _TooMany:
                assert question is not None
                by_key.setdefault(question, {}).setdefault(given, triple)
                continue
            if question:
                rows = asked.setdefault(question, {})
                for focus in foci:
                    rows.setdefault((focus, *given), triple)
                continue
            for focus in foci:
                if any(targets.take_in(focus, one) for one in layers):
                    affected.add(focus)
                    causes.setdefault(focus, triple)
    for question in {**asked, **by_key}:
        rows = asked.get(question, {})
        candidates = {row[0] for row in rows if row[0] not in affected and targets.take_in(row[0], layers[1])}
        rows = {row: cause for row, cause in rows.items() if row[0] in candidates}
        names = ["this", *([question.key] if question.key else [])]
        by_focus = _found(question, names, rows, layers[1])
        causes_of = [*by_focus, *_found(question, [str(question.key)], by_key.pop(question, {}), layers[1])]
        for focus, cause in causes_of:
            if focus not in affected and targets.take_in(focus, layers[1]):
                affected.add(focus)
                causes.setdefault(focus, cause)
    return affected


class _TooMany(Exception):
    """More focus nodes than are worth to be looked at one by one."""


def _found(
    question: Pattern, names: list[str], rows: dict[tuple[Node, ...], Rdf], layer: Layer
) -> Iterator[tuple[Node, Rdf]]:
    """Yield the focus nodes of which a query finds something where *names* are as in a row, with what was changed.

    A blank node cannot be named in a query, and is taken as found.
    """
    named: dict[tuple[Node, ...], Rdf] = {}
    for row, cause in rows.items():
        if any(isinstance(term, rdflib.BNode) for term in row):
            yield row[0], cause
        else:
            named[row] = cause
    if not named:
        return
    shown = dict.fromkeys(["this", *names])
    text = _SELECT.sub(f"SELECT DISTINCT {' '.join('?' + name for name in shown)} WHERE ", question.query, count=1)
    answer = layer.rows(bound(text, names, sorted(named)))
    assert not isinstance(answer, bool)
    for found in answer:
        yield found[rdflib.Variable("this")], named[tuple(found[rdflib.Variable(name)] for name in names)]


class _Targets:
    """What a shape is about, and which nodes of a layer are: looked up once for each."""

    def __init__(self, shape: Node, shapes: rdflib.Graph) -> None:
        self._nodes = set(shapes.objects(shape, SH.targetNode))
        self._subjects_of = set(shapes.objects(shape, SH.targetSubjectsOf))
        self._objects_of = set(shapes.objects(shape, SH.targetObjectsOf))
        self.classes = {*shapes.objects(shape, SH.targetClass), *({shape} & set(implicit(shapes)))}
        self._known: dict[tuple[Node, str], bool] = {}

    def take_in(self, node: Node, layer: Layer) -> bool:
        """Say whether a node is one of them."""
        key = node, layer.name.value
        if key not in self._known:
            self._known[key] = (
                node in self._nodes
                or any(any(layer.matching(node, link, None)) for link in self._subjects_of)
                or any(any(layer.matching(None, link, node)) for link in self._objects_of)
                or (bool(self.classes) and not self.classes.isdisjoint(_classes(node, layer)))
            )
        return self._known[key]


def _classes(node: Node, layer: Layer) -> set[Node]:
    """Return the classes of a node, with those above them."""
    edge = {t[2] for t in layer.matching(node, RDF.type, None)}
    found: set[Node] = set()
    while edge:
        found |= edge
        edge = {t[2] for one in edge for t in layer.matching(one, RDFS.subClassOf, None)} - found
    return found


def _targets(shape: Node, shapes: rdflib.Graph, layers: Iterable[Layer]) -> Iterator[Node]:
    yield from shapes.objects(shape, SH.targetNode)
    for layer in layers:
        for link in shapes.objects(shape, SH.targetSubjectsOf):
            yield from (t[0] for t in layer.matching(None, link, None))
        for link in shapes.objects(shape, SH.targetObjectsOf):
            yield from (t[2] for t in layer.matching(None, link, None))
        edge, found = _Targets(shape, shapes).classes, set()
        while edge:
            found |= edge
            edge = {t[0] for one in edge for t in layer.matching(None, RDFS.subClassOf, one)} - found
        yield from (t[0] for one in found for t in layer.matching(None, RDF.type, one))


def _outcomes(shapes: rdflib.Graph, layer: Layer, affected: Foci | None, reach_of: dict[Node, Reach]) -> list[Outcome]:
    """Return what pySHACL finds in a layer: about the focus nodes that are affected, or about all."""
    import pyshacl

    data: rdflib.Graph
    if affected is None:
        whole = layer.whole()
        data, narrow = PreparedGraph(store=whole.store, identifier=whole.identifier), shapes  # no copy
    else:
        targets = {shape: _Targets(shape, shapes) for shape in affected}
        foci = {s: {f for f in some if targets[s].take_in(f, layer)} for s, some in affected.items()}
        if not any(foci.values()):
            return []
        data = Extract(layer, {query: some for shape, some in foci.items() for query in _queries(shapes, shape)})
        for triple in layer.matching(None, RDFS.subClassOf, None):
            data.add(triple)
        for shape, some in foci.items():
            _extract(reach_of[shape], layer, some, data)
        narrow = _narrowed(shapes, foci)
    _, report, text = pyshacl.validate(data, shacl_graph=narrow)
    if not isinstance(report, rdflib.Graph):
        raise ValueError(f"the shapes cannot be run: {text}")
    return [_outcome(report, one, shapes) for one in report.objects(None, SH.result)]


def _queries(shapes: rdflib.Graph, shape: Node) -> Iterator[str]:
    """Yield the queries that are asked of the focus nodes of a shape itself."""
    for constraint in shapes.objects(shape, SH.sparql):
        yield from (str(text).strip() for text in shapes.objects(constraint, SH.select))


def _extract(reach: Reach, layer: Layer, foci: set[Node], data: rdflib.Graph) -> None:
    """Add the triples that the core of SHACL can read from the focus nodes."""
    ends: dict[int, set[Node]] = {0: foci}
    for number, step in enumerate(reach.steps, start=1):
        ends[number] = set()
        if step.core and not step.star:  # all of rdfs:subClassOf, the one star of the core, is there
            for start in ends[step.start]:
                pattern = (None, step.predicate, start) if step.inverse else (start, step.predicate, None)
                for triple in layer.matching(*pattern):
                    data.add(triple)
                    ends[number].add(triple[0] if step.inverse else triple[2])


def _narrowed(shapes: rdflib.Graph, foci: Foci) -> rdflib.Graph:
    """Return the shapes with the focus nodes as their only targets."""
    narrow = rdflib.Graph()
    classes = set(implicit(shapes))
    for triple in shapes:
        s, p, _ = triple
        if p not in TARGETS and not (s in classes and p == RDF.type):
            narrow.add(triple)
    for shape in targeted(shapes):
        narrow.add((shape, RDF.type, SH.PropertyShape if (shape, SH.path, None) in shapes else SH.NodeShape))
        for focus in foci[shape]:
            narrow.add((shape, SH.targetNode, focus))
    return narrow


def _outcome(report: rdflib.Graph, node: Node, shapes: rdflib.Graph) -> Outcome:
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


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib and pySHACL from writing about literals that are no value of their datatype."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@cache
def packaged_shapes() -> rdflib.Graph:
    """Return the shapes of the package, not to be changed."""
    from spacepact import folders

    return rdflib.Graph().parse(folders.shapes(), format="turtle")
