"""Which focus nodes of a shape new triples bear on: those whose results they can change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import rdflib
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from spacepact.validate.layered_graph import Layer, Rdf, bound
from spacepact.validate.shape_paths import Pattern, Reach, implicit

_SELECT = re.compile(r"\bSELECT\b[^{<]*(?=\{)", re.IGNORECASE)
_MANY = 200  # rows that a query is given one by one


def affected_by(
    reach: Reach,
    targets: Targets,
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


class Targets:
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
        edge, found = Targets(shape, shapes).classes, set()
        while edge:
            found |= edge
            edge = {t[0] for one in edge for t in layer.matching(None, RDFS.subClassOf, one)} - found
        yield from (t[0] for one in found for t in layer.matching(None, RDF.type, one))
