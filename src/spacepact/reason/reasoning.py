"""Reason over the graph by OWL: consistency, the class hierarchy, and inferred triples."""

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
from spacepact.reason.axiom_lines import PlacedTriple
from spacepact.reason.clash import Places, Statement, in_order, smallest
from spacepact.terms import PREFIXES, RDF_TYPE, curie

_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_EQUIVALENT = NamedNode(PREFIXES["owl"] + "equivalentClass")
_KINDS = ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
_OWL_PREFIXES = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl"))


@dataclass(frozen=True)
class Clash:
    """A smallest set of statements that contradict each other.

    If they only make a class unsatisfiable, *about* is its CURIE, and *assumptions* has the axiom that
    it has a member.
    """

    statements: list[Statement]
    about: str | None = None
    assumptions: tuple[Any, ...] = ()


class Reasoning:
    """HermiT over the packaged ontology, code lists, instances and derived facts, and the user's data.

    *data* are Turtle files or folders. *notes* list what HermiT does not see, such as undeclared
    properties. Raises BadInput if HermiT cannot reason over the graph, and SpacepactError if Java or
    HermiT is missing.
    """

    def __init__(self, data: Sequence[Path] = ()) -> None:
        hermit.java()
        self.triples = axiom_lines.placed_triples(data)
        self.notes: list[str] = []
        self._places = Places(self.triples)
        self._ontology = hermit.ontology(self._logical_triples())
        self._check_profile()
        self._hermit = hermit.reasoner(self._ontology)

    @property
    def class_count(self) -> int:
        """The number of classes."""
        return int(self._ontology.getClassesInSignature().size())

    @cached_property
    def is_consistent(self) -> bool:
        """Whether the graph is consistent."""
        return bool(self._hermit.isConsistent())

    def clashes(self) -> list[Clash]:
        """Return one clash if the graph is inconsistent, or else one for each unsatisfiable class."""
        if not self.is_consistent:
            return [Clash(self._smallest())]
        factory = self._ontology.getOWLOntologyManager().getOWLDataFactory()
        clashes = []
        for empty in sorted(self._hermit.getUnsatisfiableClasses().getEntities(), key=_iri):
            if not empty.isOWLNothing():
                member = factory.getOWLClassAssertionAxiom(empty, factory.getOWLAnonymousIndividual())
                clashes.append(Clash(self._smallest(member), curie(_iri(empty)), (member,)))
        return clashes

    def _smallest(self, *assumptions: Any) -> list[Statement]:
        clash = smallest(self._axioms, lambda part: not hermit.consistent([*assumptions, *part]))
        return [self._places.statement(axiom) for axiom in clash]

    @cached_property
    def _axioms(self) -> list[Any]:
        return in_order(self._ontology.getLogicalAxioms())

    def classified(self) -> list[Triple]:
        """Return the direct superclasses and the equivalents of each class, and inferred direct classes of things."""
        triples = set(self._new(self._types(direct=True)))
        for cls in self._ontology.getClassesInSignature():
            if not cls.isOWLThing():
                above = self._hermit.getSuperClasses(cls, True).getFlattened()
                triples |= {Triple(_node(cls), _SUBCLASS, _node(other)) for other in above if not other.isOWLThing()}
                equal = self._hermit.getEquivalentClasses(cls).getEntities()
                triples |= {Triple(_node(cls), _EQUIVALENT, _node(other)) for other in equal if not other.equals(cls)}
        return sorted(triples, key=str)

    def inferred(self) -> list[Triple]:
        """Return the inferred triples about things that are not stated: their classes, relations and values."""
        return sorted(self._new([*self._types(direct=False), *self._relations(), *self._values()]), key=str)

    def _types(self, direct: bool) -> Iterator[Triple]:
        for thing in self._ontology.getIndividualsInSignature():
            for cls in self._hermit.getTypes(thing, direct).getFlattened():
                if not cls.isOWLThing():
                    yield Triple(_node(thing), RDF_TYPE, _node(cls))

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
        return set(triples) - {item.triple for item in self.triples}

    def _logical_triples(self) -> list[Triple]:
        """Return the triples that have a meaning in OWL, without annotations.

        Raises BadInput for a triple that the OWL API would silently read as an annotation.
        """
        kinds = {
            item.triple.subject: curie(item.triple.object.value)
            for item in self.triples
            if item.triple.predicate == RDF_TYPE and isinstance(item.triple.object, NamedNode)
            if curie(item.triple.object.value) in _KINDS
        }
        triples = []
        unknown: dict[str, str] = {}
        for item in self.triples:
            name = curie(item.triple.predicate.value)
            kind = kinds.get(item.triple.predicate)
            if name == "owl:imports":
                self.notes.append(f"{item.place}: {item.triple.object} is not imported: add a file of it with -d")
            elif item.triple.predicate.value.startswith(_OWL_PREFIXES):
                triples.append(item.triple)
            elif kind == "owl:ObjectProperty":
                if isinstance(item.triple.object, Literal):
                    raise BadInput(f"{item.place}: {name} takes a thing, not a literal: write an IRI")
                triples.append(item.triple)
            elif kind == "owl:DatatypeProperty":
                _check_literal(item)
                triples.append(item.triple)
            elif kind is None:
                unknown.setdefault(name, item.place)
        self.notes += [f"{place}: {name} is not declared and is ignored" for name, place in sorted(unknown.items())]
        return triples

    def _check_profile(self) -> None:
        """Raise BadInput for a violation of OWL 2 DL; note undeclared terms."""
        for violation in hermit.profile_violations(self._ontology):
            message = str(violation).partition(":")[0].partition(" [")[0]
            axiom = violation.getAxiom()
            place = self._places.statement(axiom).place if axiom is not None and axiom.isLogicalAxiom() else ""
            if subject := re.search(r"<([^>]+)>", str(violation)):
                message += f" {curie(subject[1])}"
                place = place or self._places.declaration(subject[1])
            place = place and f"{place}: "
            if "Undeclared" not in type(violation).__name__:
                raise BadInput(f"{place}outside OWL 2 DL, so HermiT cannot decide: {message}")
            self.notes.append(f"{place}{message}")


def _check_literal(item: PlacedTriple) -> None:
    value = item.triple.object
    if not isinstance(value, Literal):
        raise BadInput(f"{item.place}: {curie(item.triple.predicate.value)} takes a literal, not a thing")
    error = None if value.language else hermit.literal_error(value.value, value.datatype.value)
    if error:
        raise BadInput(f'{item.place}: "{value.value}"^^{curie(value.datatype.value)}: {error}')


def _iri(entity: Any) -> str:
    return str(entity.getIRI())


def _node(entity: Any) -> NamedNode:
    return NamedNode(_iri(entity))


def _literal(value: Any) -> Literal:
    text = str(value.getLiteral())
    if value.hasLang():
        return Literal(text, language=str(value.getLang()))
    datatype = str(value.getDatatype().getIRI())
    return Literal(text) if datatype.endswith("#PlainLiteral") else Literal(text, datatype=NamedNode(datatype))
