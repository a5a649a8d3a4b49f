"""What follows from the graph by OWL: whether it can hold together, its classes in order, and new triples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from spacepact.errors import BadInput
from spacepact.reason import axiom_lines, hermit
from spacepact.reason.axiom_lines import Stated
from spacepact.reason.clash import Places, Statement, in_order, smallest
from spacepact.terms import curie

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_TYPE = NamedNode(_RDF + "type")
_SUBCLASS = NamedNode(_RDFS + "subClassOf")
_SAME_CLASS = NamedNode(_OWL + "equivalentClass")
_IMPORTS = NamedNode(_OWL + "imports")
_PROPERTIES = [NamedNode(_OWL + f"{kind}Property") for kind in ("Object", "Datatype", "Annotation")]


@dataclass(frozen=True)
class Clash:
    """Statements that cannot hold together, none of them to spare.

    *about* is the class that they leave empty, if it is that; *given* then says that it has a member.
    """

    statements: list[Statement]
    about: str | None = None
    given: tuple[Any, ...] = ()


class Reasoning:
    """The graph as HermiT sees it: ontology, code lists, instances, derived facts, and data of one's own.

    >>> from spacepact.reason import Reasoning
    >>> graph = Reasoning()
    >>> graph.is_consistent, graph.clashes()
    (True, [])

    *data* are Turtle files or folders of them. Raises BadInput where the graph cannot be reasoned
    over, and SpacepactError where Java or HermiT is missing. *notes* tell what was left out.
    """

    def __init__(self, data: Sequence[Path] = ()) -> None:
        hermit.java()
        self.stated = axiom_lines.stated(data)
        self.notes: list[str] = []
        self._places = Places(self.stated)
        self._ontology = hermit.ontology(self._logical())
        self._check_profile()
        self._hermit = hermit.reasoner(self._ontology)

    @property
    def class_count(self) -> int:
        """The number of classes."""
        return int(self._ontology.getClassesInSignature().size())

    @cached_property
    def is_consistent(self) -> bool:
        """Whether everything stated can hold together."""
        return bool(self._hermit.isConsistent())

    def clashes(self) -> list[Clash]:
        """Return what cannot hold together: one clash of an inconsistent graph, or one for each class left empty.

        An empty list says that the graph is consistent and that every class can have members.
        """
        if not self.is_consistent:
            return [Clash(self._smallest())]
        factory = self._ontology.getOWLOntologyManager().getOWLDataFactory()
        anybody = factory.getOWLAnonymousIndividual()
        found = []
        for empty in sorted(self._hermit.getUnsatisfiableClasses().getEntities(), key=_iri):
            if not empty.isOWLNothing():
                member = factory.getOWLClassAssertionAxiom(empty, anybody)
                found.append(Clash(self._smallest(member), curie(_iri(empty)), (member,)))
        return found

    def _smallest(self, *given: Any) -> list[Statement]:
        clash = smallest(self._axioms, lambda part: not hermit.consistent([*given, *part]))
        return [self._places.statement(axiom) for axiom in clash]

    @cached_property
    def _axioms(self) -> list[Any]:
        return in_order(self._ontology.getLogicalAxioms())

    def classified(self) -> list[Triple]:
        """Return the order of the classes, each under its nearest, and the nearest classes of things not stated so."""
        found = set()
        for one in self._ontology.getClassesInSignature():
            if not one.isOWLThing():
                above = self._hermit.getSuperClasses(one, True).getFlattened()
                found |= {Triple(_node(one), _SUBCLASS, _node(other)) for other in above if not other.isOWLThing()}
                alike = self._hermit.getEquivalentClasses(one).getEntities()
                found |= {Triple(_node(one), _SAME_CLASS, _node(other)) for other in alike if not other.equals(one)}
        return sorted(found | self._new(self._types(nearest=True)), key=str)

    def inferred(self) -> list[Triple]:
        """Return the triples about things that follow and are not stated: their classes, and how they are related."""
        return sorted(self._new([*self._types(nearest=False), *self._relations(), *self._values()]), key=str)

    def _types(self, nearest: bool) -> Iterator[Triple]:
        for thing in self._ontology.getIndividualsInSignature():
            for one in self._hermit.getTypes(thing, nearest).getFlattened():
                if not one.isOWLThing():
                    yield Triple(_node(thing), _TYPE, _node(one))

    def _relations(self) -> Iterator[Triple]:
        for relation in self._ontology.getObjectPropertiesInSignature():
            related = self._hermit.getObjectPropertyInstances(relation)
            for thing in related.keySet():
                for other in related.get(thing):
                    yield Triple(_node(thing), _node(relation), _node(other))

    def _values(self) -> Iterator[Triple]:
        for relation in self._ontology.getDataPropertiesInSignature():
            for thing in self._ontology.getIndividualsInSignature():
                for value in self._hermit.getDataPropertyValues(thing, relation):
                    yield Triple(_node(thing), _node(relation), _literal(value))

    def _new(self, triples: Iterable[Triple]) -> set[Triple]:
        return set(triples) - {one.triple for one in self.stated}

    def _logical(self) -> list[Triple]:
        """Return the triples that OWL gives a meaning; raise BadInput for one that HermiT would read as another thing.

        The OWL API takes what it cannot place for an annotation, and says nothing.
        """
        kept = []
        kinds = {s: o.value for s, p, o in (one.triple for one in self.stated) if p == _TYPE and o in _PROPERTIES}
        unknown: dict[str, str] = {}
        for one in self.stated:
            predicate, value = one.triple.predicate, one.triple.object
            kind = kinds.get(predicate)
            if predicate == _IMPORTS:
                self.notes.append(f"{one.place}: {value} is not fetched: name a file of it with -d")
            elif predicate.value.startswith((_RDF, _RDFS, _OWL)):
                kept.append(one.triple)
            elif kind == _OWL + "ObjectProperty":
                if isinstance(value, Literal):
                    raise _wrong(one, f"{curie(predicate.value)} takes a thing, not a literal: give an IRI")
                kept.append(one.triple)
            elif kind == _OWL + "DatatypeProperty":
                _check_literal(one)
                kept.append(one.triple)
            elif kind is None:
                unknown.setdefault(predicate.value, one.place)
        self.notes += [f"{at}: {curie(p)} is not declared, and left out" for p, at in sorted(unknown.items())]
        return kept

    def _check_profile(self) -> None:
        for violation in hermit.profile_violations(self._ontology):
            told = str(violation).partition(":")[0].partition(" [")[0]
            subject = re.search(r"<([^>]+)>", str(violation))
            axiom = violation.getAxiom()
            place = self._places.statement(axiom).place if axiom is not None and axiom.isLogicalAxiom() else ""
            if subject:
                told += f" {curie(subject[1])}"
                place = place or self._places.declared(subject[1])
            place = place and f"{place}: "
            if "Undeclared" in type(violation).__name__:
                self.notes.append(f"{place}{told}")
            else:
                raise BadInput(f"{place}outside OWL 2 DL, where HermiT cannot tell: {told}")


def _check_literal(one: Stated) -> None:
    value = one.triple.object
    if not isinstance(value, Literal):
        raise _wrong(one, f"{curie(one.triple.predicate.value)} takes a literal, not a thing")
    fault = None if value.language else hermit.fault_of(value.value, value.datatype.value)
    if fault:
        raise _wrong(one, f'"{value.value}"^^{curie(value.datatype.value)}: {fault}')


def _wrong(one: Stated, told: str) -> BadInput:
    return BadInput(f"{one.place}: {told}")


def _iri(entity: Any) -> str:
    return str(entity.getIRI())


def _node(entity: Any) -> NamedNode:
    return NamedNode(_iri(entity))


def _literal(value: Any) -> Literal:
    if value.hasLang():
        return Literal(str(value.getLiteral()), language=str(value.getLang()))
    kind = str(value.getDatatype().getIRI())
    plain = kind == _RDF + "PlainLiteral"
    return Literal(str(value.getLiteral())) if plain else Literal(str(value.getLiteral()), datatype=NamedNode(kind))
