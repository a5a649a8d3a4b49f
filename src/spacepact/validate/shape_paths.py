"""What shapes can read: for each shape with a target, the steps that lead from a focus node to every triple it reads.

From the steps follow, for a triple that is new or gone, the focus nodes whose results it can change, and
for a focus node, the triples that are enough to judge it. Both may be too many, never too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath
from rdflib.term import Node, Variable

# A query with one of these may tell another thing of several focus nodes than of each.
ONE_BY_ONE = re.compile(
    r"(?<![\w:?$])(GROUP|HAVING|LIMIT|OFFSET|COUNT|SUM|AVG|MIN|MAX|SAMPLE|GROUP_CONCAT|ASK)\b", re.IGNORECASE
)
TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_PAIRS = (SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals)
_SHAPES = (SH.node, SH["not"], SH.qualifiedValueShape)
_LISTS = (SH["and"], SH["or"], SH.xone)
_BEYOND = {"ToMultiSet", "SubSelect", "Graph", "GraphGraphPattern", "ServiceGraphPattern", "InlineData", "values"}
_BEYOND |= {"Minus", "MinusGraphPattern"}  # SHACL does not allow them: pySHACL is to say so
_BY_PREDICATE = 10  # what a step over all uses of a property costs, against 1 for any other


class Unbounded(Exception):
    """The shapes can reach everything, or what they can reach cannot be told: only the whole graph will do."""


Needs = tuple[tuple[URIRef, tuple[URIRef | None, ...]], ...]  # properties, each with one of some values; None is any


@dataclass(frozen=True)
class Pattern:
    """A triple pattern of a query that a shape asks of its focus nodes.

    A new triple that fits it can bring a row only where *sign* is not negative, one that is gone where it
    is not positive; 0 is for what cannot be told. In such a row the variable *key*, if there is one, is the
    triple's subject, or with *of_object* its object. At the nodes *subject_at*, if any, is its subject,
    which must have what *subject_needs* names. Its object is one of *objects*, if any, and none of *not_objects*.
    """

    query: str
    sign: int
    key: str | None = None
    of_object: bool = False
    subject_at: tuple[int, ...] = ()
    subject_needs: Needs = ()
    objects: tuple[URIRef, ...] = ()
    not_objects: tuple[URIRef, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step from a node of the pattern: by *predicate* (None: by any), backwards, or as often as one likes.

    With *of_predicate* it leads to the predicates of the triples that begin at the node. A node
    of -1 is anywhere. What the core of SHACL reads is *core*, and must be in the graph that pySHACL sees.
    With a *pattern*, only what its query finds can change, which can be asked.
    """

    start: int
    predicate: URIRef | None
    inverse: bool = False
    star: bool = False
    of_predicate: bool = False
    core: bool = True
    pattern: Pattern | None = None


@dataclass
class Reach:
    """The steps of one shape; step *i* ends at node *i* + 1, and node 0 is the focus."""

    shape: Node
    steps: list[Step] = field(default_factory=list)
    _ends: dict[Step, int] = field(default_factory=dict)

    def step(self, step: Step) -> int:
        """Return the node that a step leads to."""
        if step not in self._ends:
            self.steps.append(step)
            self._ends[step] = len(self.steps)
        return self._ends[step]


def reaches(shapes: Graph) -> list[Reach]:
    """Return the reach of each shape that has a target; raise Unbounded where one has none that can be told."""
    if (None, RDF.type, SH.ConstraintComponent) in shapes:
        raise Unbounded("constraint components of one's own")
    return [_Walker(shapes, Reach(shape)).walk() for shape in targeted(shapes)]


def targeted(shapes: Graph) -> list[Node]:
    """Return the shapes that have a target, in the order of their names."""
    found = {shape for link in TARGETS for shape in shapes.subjects(link, None)}
    return sorted(found | set(implicit(shapes)), key=str)


def implicit(shapes: Graph) -> Iterator[Node]:
    """Yield the shapes that are classes, and so have their own members as targets."""
    for kind in {RDFS.Class, *shapes.subjects(RDFS.subClassOf, RDFS.Class)}:
        for one in shapes.subjects(RDF.type, kind):
            if (one, RDF.type, SH.NodeShape) in shapes or (one, RDF.type, SH.PropertyShape) in shapes:
                yield one


class _Walker:
    def __init__(self, shapes: Graph, reach: Reach) -> None:
        self._shapes = shapes
        self._reach = reach
        self._open: set[Node] = set()
        self._query: str | None = None  # which can be asked of several focus nodes at once
        self._pattern: Pattern | None = None
        self._bound: set[Any] = set()

    def walk(self) -> Reach:
        shape = self._reach.shape
        self._class_of(0, core=False)
        for link in self._shapes.objects(shape, SH.targetSubjectsOf):
            self._add(0, URIRef(str(link)), core=False)
        for link in self._shapes.objects(shape, SH.targetObjectsOf):
            self._add(0, URIRef(str(link)), inverse=True, core=False)
        self._shape(shape, 0)
        return self._reach

    def _add(self, start: int, predicate: URIRef | None, **rest: bool) -> int:
        return self._reach.step(Step(start, predicate, pattern=self._pattern, **rest))

    def _class_of(self, node: int, core: bool = True) -> None:
        self._add(self._add(node, RDF.type, core=core), RDFS.subClassOf, star=True, core=core)

    def _shape(self, shape: Node, focus: int) -> None:
        """Add what a shape reads whose focus is the node *focus*."""
        if shape in self._open:
            raise Unbounded(f"{shape} is part of itself")
        self._open.add(shape)
        shapes = self._shapes
        path = shapes.value(shape, SH.path)
        values = [focus] if path is None else self._path(path, [focus])
        for link in _PAIRS:
            for other in shapes.objects(shape, link):
                self._add(focus, URIRef(str(other)))
        for constraint in shapes.objects(shape, SH.sparql):
            self._sparql(constraint, focus)
        for value in values:
            if (shape, SH["class"], None) in shapes:
                self._class_of(value)
            if (shape, SH.closed, None) in shapes:
                self._add(value, None)
            for link in (SH.property, *_SHAPES):
                for inner in shapes.objects(shape, link):
                    self._shape(inner, value)
            for link in _LISTS:
                for several in shapes.objects(shape, link):
                    for inner in Collection(shapes, several):
                        self._shape(inner, value)
        if (shape, SH.qualifiedValueShapesDisjoint, None) in shapes:
            self._siblings(shape, values)
        self._open.remove(shape)

    def _siblings(self, shape: Node, values: list[int]) -> None:
        for parent in self._shapes.subjects(SH.property, shape):
            for sibling in self._shapes.objects(parent, SH.property):
                for inner in self._shapes.objects(sibling, SH.qualifiedValueShape):
                    for value in values:
                        self._shape(inner, value)

    def _path(self, path: Node, starts: list[int]) -> list[int]:
        """Return the nodes that a path of SHACL leads to; of one in several forms, all that they lead to."""
        shapes = self._shapes
        if isinstance(path, URIRef):
            return [self._add(start, path) for start in starts]
        ends: list[int] = []
        forms = 0
        for inverse in shapes.objects(path, SH.inversePath):
            if not isinstance(inverse, URIRef):
                raise Unbounded("a path turned round that is more than a property")
            ends += [self._add(start, inverse, inverse=True) for start in starts]
            forms += 1
        for either in shapes.objects(path, SH.alternativePath):
            ends += [end for one in Collection(shapes, either) for end in self._path(one, starts)]
            forms += 1
        for maybe in shapes.objects(path, SH.zeroOrOnePath):
            ends += [*starts, *self._path(maybe, starts)]
            forms += 1
        if (path, RDF.first, None) in shapes:
            for one in Collection(shapes, path):
                starts = self._path(one, starts)
            ends += starts
            forms += 1
        if not forms or {SH.zeroOrMorePath, SH.oneOrMorePath} & set(shapes.predicates(path)):
            raise Unbounded("a path that may be of any length")
        return ends

    def _sparql(self, constraint: Node, focus: int) -> None:
        text = str(self._shapes.value(constraint, SH.select) or self._shapes.value(constraint, SH.ask))
        if "$PATH" in text or "?PATH" in text:
            raise Unbounded("a query with a path put in")
        if re.search(r"\bAS\s+[$?]this\b", text, re.IGNORECASE):
            raise Unbounded("a query that binds its focus node anew")  # nor is this allowed
        declared = {
            (self._shapes.value(one, SH.prefix), self._shapes.value(one, SH.namespace))
            for one in self._shapes.objects(None, SH.declare)
        }
        prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(declared, key=str))
        algebra = _algebra(prefixes + text)
        self._query = prefixes + text if focus == 0 and not ONE_BY_ONE.search(text) else None
        self._bound = set(_bound(algebra))
        self._group(algebra, {Variable("this"): (0, [focus])})
        self._query = self._pattern = None

    def _group(
        self, part: Any, known: dict[Node, tuple[float, list[int]]], sign: int = 1, shared: set[Any] | None = None
    ) -> None:
        """Add the steps of a group of patterns, each from the nearest node that is known; then of the groups in it.

        *shared* are the variables that a row of the query has in common with the group, if not all.
        """
        triples: list[tuple[Any, Any, Any]] = []
        groups: list[tuple[int | None, Any]] = []
        _take_apart(part, triples, groups)
        only, never = dict(_named(part, ("IN", "="))), dict(_named(part, ("NOT IN", "!=")))
        triples = [(s, AlternativePath(*only[p]) if p in only else p, o) for s, p, o in _single_steps(triples)]
        needs: dict[Any, Needs] = {}
        for s, p, o in triples:
            if isinstance(p, URIRef):
                needs[s] = (*needs.get(s, ()), (p, tuple(only.get(o, [None]))))
        known = dict(known)
        here = {term for triple in triples for term in triple} if shared is None else shared
        while triples:
            cost, triple, backwards = min(
                (self._cost(triple, known, backwards), triples.index(triple), backwards)
                for triple in triples
                for backwards in (False, True)
            )
            s, p, o = triples.pop(triple)
            self._pattern = self._pattern_of(
                (s, p, o), sign, here, tuple(known[s][1]) if s in known else (), needs.get(s, ())
            )
            if self._pattern and _is_simple(p):
                objects = (o,) if isinstance(o, URIRef) else tuple(only.get(o, ()))
                self._pattern = replace(self._pattern, objects=objects, not_objects=tuple(never.get(o, ())))
            start, end = (o, s) if backwards else (s, o)
            begin = known[start][1] if cost < float("inf") else [-1]
            if isinstance(p, Variable):
                ends = [self._add(one, None, inverse=backwards, core=False) for one in begin]
                using = [self._add(one, None, of_predicate=True, inverse=backwards, core=False) for one in begin]
                known.setdefault(p, (cost + _BY_PREDICATE, using))
            else:
                ends = self._sparql_path(p, begin, backwards)
            if cost < float("inf") and isinstance(end, Variable | BNode):
                known.setdefault(end, (cost, ends))
        for turn, group in groups:
            self._group(group, known, sign if turn is None else sign * turn, shared if turn is None else here)

    def _pattern_of(
        self, triple: tuple[Any, Any, Any], sign: int, shared: set[Any], at: tuple[int, ...], needs: Needs
    ) -> Pattern | None:
        if self._query is None:
            return None
        s, p, o = triple
        if _is_simple(p):
            for term, of_object in ((s, False), (o, True)):
                if isinstance(term, Variable) and term in shared and term not in self._bound:
                    return Pattern(self._query, sign, str(term), of_object, at, needs)
            return Pattern(self._query, sign, subject_at=at, subject_needs=needs)
        return Pattern(self._query, sign)

    @staticmethod
    def _cost(triple: tuple[Any, Any, Any], known: dict[Node, tuple[float, list[int]]], backwards: bool) -> float:
        start = triple[2] if backwards else triple[0]
        return known[start][0] + 1 if start in known else float("inf")

    def _sparql_path(self, path: Any, starts: list[int], backwards: bool) -> list[int]:
        if isinstance(path, URIRef):
            return [self._add(start, path, inverse=backwards, core=False) for start in starts]
        if isinstance(path, InvPath):
            return self._sparql_path(path.arg, starts, not backwards)
        if isinstance(path, SequencePath):
            for one in reversed(path.args) if backwards else path.args:
                starts = self._sparql_path(one, starts, backwards)
            return starts
        if isinstance(path, AlternativePath):
            return [end for one in path.args for end in self._sparql_path(one, starts, backwards)]
        if isinstance(path, NegatedPath):
            return [self._add(start, None, inverse=way, core=False) for start in starts for way in (False, True)]
        if isinstance(path, MulPath) and isinstance(path.path, URIRef):
            return [self._add(one, path.path, inverse=backwards, star=True, core=False) for one in starts]
        raise Unbounded(f"the path {path}")


@lru_cache(maxsize=256)  # to parse a query takes rdflib most of the time that a reach takes
def _algebra(text: str) -> Any:
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return translateQuery(parseQuery(text)).algebra
    except Exception as error:  # rdflib's own are of many kinds
        raise Unbounded("a query that cannot be taken apart") from error


def _take_apart(part: Any, triples: list[tuple[Any, Any, Any]], groups: list[tuple[int | None, Any]]) -> None:
    """Gather the triple patterns that hold together in a part of a query, and the groups that may hold apart.

    A group stands beside what it is to a row: 1 where the row needs it, -1 where it may not be, 0 where that
    cannot be told, None where the row is one of the group itself.
    """
    if isinstance(part, list | tuple | set):
        for one in part:
            _take_apart(one, triples, groups)
    name = getattr(part, "name", None)
    if name in _BEYOND:
        raise Unbounded(f"{name} in a query")
    if name in ("BGP", "TriplesBlock"):
        for one in part.triples or []:
            triples += [tuple(one[i : i + 3]) for i in range(0, len(one), 3)]
    elif name == "LeftJoin":
        _take_apart(part.p1, triples, groups)
        groups += [(0, part.p2), (0, part.expr)]
    elif name == "Union":
        groups += [(None, part.p1), (None, part.p2)]
    elif name == "GroupOrUnionGraphPattern" and len(part.graph) > 1:
        groups += [(None, one) for one in part.graph]
    elif name in ("OptionalGraphPattern", "Builtin_EXISTS", "Builtin_NOTEXISTS"):
        groups.append((0, part.graph))
    elif name == "Filter":
        for one in _conjuncts(part.expr):
            turn = {"Builtin_EXISTS": 1, "Builtin_NOTEXISTS": -1}.get(getattr(one, "name", ""))
            if turn:
                groups.append((turn, one.graph))
            else:
                _take_apart(one, triples, groups)
        _take_apart(part.get("p"), triples, groups)
    elif isinstance(part, dict):
        for key, one in part.items():
            if key != "_vars":
                _take_apart(one, triples, groups)


def _is_simple(path: Any) -> bool:
    """Say whether a path leads over one triple, forwards."""
    simple = isinstance(path, URIRef | Variable)
    return simple or (isinstance(path, AlternativePath) and all(isinstance(one, URIRef) for one in path.args))


def _conjuncts(expression: Any) -> list[Any]:
    """Return the parts of an expression of which each must hold."""
    if getattr(expression, "name", None) != "ConditionalAndExpression":
        return [expression]
    return [inner for one in (expression.expr, *expression.other) for inner in _conjuncts(one)]


def _named(part: Any, operators: tuple[str, str]) -> Iterator[tuple[Any, list[URIRef]]]:
    """Yield the variables of a group that a filter compares with some IRIs by such an operator, with these."""
    name = getattr(part, "name", None)
    if name == "Filter":
        for one in _conjuncts(part.expr):
            if getattr(one, "name", None) == "RelationalExpression" and one.op in operators:
                iris = one.other if one.op.endswith("IN") else [one.other]
                if isinstance(one.expr, Variable) and all(isinstance(iri, URIRef) for iri in iris):
                    yield one.expr, list(iris)
    if name in ("Filter", "Extend", "Project", "Distinct", "SelectQuery"):
        yield from _named(part.get("p"), operators)
    elif name == "GroupGraphPatternSub":
        for one in part.part:
            yield from _named(one, operators)


def _single_steps(triples: list[tuple[Any, Any, Any]]) -> Iterator[tuple[Any, Any, Any]]:
    """Yield patterns with the paths of several steps parted."""
    for s, p, o in triples:
        if isinstance(p, SequencePath):
            nodes = [s, *(BNode() for _ in p.args[1:]), o]
            yield from _single_steps([(nodes[i], one, nodes[i + 1]) for i, one in enumerate(p.args)])
        elif isinstance(p, InvPath):
            yield from _single_steps([(o, p.arg, s)])
        else:
            yield s, p, o


def _bound(part: Any) -> Iterator[Any]:
    """Yield the variables that BIND gives a value, anywhere in a query: they may not have one beforehand."""
    if getattr(part, "name", None) in ("Extend", "Bind"):
        yield part.var
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list | tuple) else ()
    for one in inner:
        yield from _bound(one)
