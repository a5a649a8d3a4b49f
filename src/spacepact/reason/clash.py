"""A smallest set of axioms that cannot hold together, and where each of them is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spacepact.reason.axiom_lines import Stated
from spacepact.reason.hermit import kind_of, text_of

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"

# What a statement must name to be an axiom of this kind; two kinds may name the same terms.
_MARKS = {
    "ClassAssertion": [_RDF + "type"],
    "SubClassOf": [_RDFS + "subClassOf"],
    "EquivalentClasses": [_OWL + "equivalentClass", _OWL + "unionOf", _OWL + "intersectionOf"],
    "DisjointClasses": [_OWL + "disjointWith", _OWL + "AllDisjointClasses", _OWL + "disjointUnionOf"],
    "DisjointObjectProperties": [_OWL + "propertyDisjointWith", _OWL + "AllDisjointProperties"],
    "DifferentIndividuals": [_OWL + "differentFrom", _OWL + "AllDifferent"],
    "SameIndividual": [_OWL + "sameAs"],
    "ObjectPropertyDomain": [_RDFS + "domain"],
    "DataPropertyDomain": [_RDFS + "domain"],
    "ObjectPropertyRange": [_RDFS + "range"],
    "DataPropertyRange": [_RDFS + "range"],
    "SubObjectPropertyOf": [_RDFS + "subPropertyOf"],
    "SubDataPropertyOf": [_RDFS + "subPropertyOf"],
    "SubPropertyChainOf": [_OWL + "propertyChainAxiom"],
    "InverseObjectProperties": [_OWL + "inverseOf"],
    "TransitiveObjectProperty": [_OWL + "TransitiveProperty"],
    "SymmetricObjectProperty": [_OWL + "SymmetricProperty"],
    "AsymmetricObjectProperty": [_OWL + "AsymmetricProperty"],
    "FunctionalObjectProperty": [_OWL + "FunctionalProperty"],
    "FunctionalDataProperty": [_OWL + "FunctionalProperty"],
    "InverseFunctionalObjectProperty": [_OWL + "InverseFunctionalProperty"],
    "IrrefexiveObjectProperty": [_OWL + "IrreflexiveProperty"],  # so spelt in the OWL API
}
_GENERATED = re.compile(r"_:genid[\w-]+")
# Those of which a clash speaks first, where several sets would do: they are the easiest to follow.
_EASY = ("DisjointClasses", "ClassAssertion", "ObjectPropertyAssertion", "DataPropertyAssertion")


@dataclass(frozen=True)
class Statement:
    """An axiom as a line to read, where it is written, and the axiom itself as the OWL API has it."""

    text: str
    place: str
    axiom: Any


def smallest(axioms: Sequence[Any], clash: Callable[[Sequence[Any]], bool]) -> list[Any]:
    """Return a part of *axioms* for which *clash* is true, and is no longer if any one is taken away.

    By QuickXplain (Junker, AAAI 2004), which keeps the earliest where several sets would do.

    >>> smallest([5, 3, 8, 1, 2], lambda part: 3 in part and 2 in part)
    [3, 2]
    """

    def within(kept: list[Any], just_added: bool, rest: list[Any]) -> list[Any]:
        if just_added and clash(kept):
            return []
        if len(rest) == 1:
            return rest
        first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        later = within(kept + first, True, second)
        return within(kept + later, bool(later), first) + later

    return within([], False, list(axioms)) if axioms else []


def in_order(axioms: Iterable[Any]) -> list[Any]:
    """Return axioms in a fixed order, the easiest to follow first, those of many parts as pairs."""
    pairs = (pair for axiom in axioms for pair in _pairs(axiom))

    def rank(axiom: Any) -> tuple[int, str]:
        kind = kind_of(axiom)
        return (_EASY.index(kind) if kind in _EASY else len(_EASY), str(axiom))

    return sorted(pairs, key=rank)


def _pairs(axiom: Any) -> Iterable[Any]:
    several = kind_of(axiom) in ("DisjointClasses", "DifferentIndividuals")
    return axiom.asPairwiseAxioms() if several else (axiom,)


class Places:
    """Finds where axioms are written."""

    def __init__(self, stated: Iterable[Stated]) -> None:
        self._stated = list(stated)
        self._nameless: dict[str, str] = {}
        self._parts: dict[BlankNode, list[Triple]] = {}
        for one in self._stated:
            if isinstance(one.triple.subject, BlankNode):
                self._parts.setdefault(one.triple.subject, []).append(one.triple)

    def statement(self, axiom: Any) -> Statement:
        """Return an axiom with its text and place; the place is empty where none is found."""
        kind = kind_of(axiom)
        named = {str(entity.getIRI()) for entity in axiom.getSignature() if not entity.isOWLDatatype()}
        named -= {_OWL + "Thing"}
        if kind == "DataPropertyAssertion":
            named.add(f'"{axiom.getObject().getLiteral()}')
        marks = set(_MARKS.get(kind, ()))
        # The OWL API names blank nodes anew, so that such a thing is found by what is said of it.
        nameless = bool(axiom.getAnonymousIndividuals().size())
        best, place = 0, ""
        for one in self._stated:
            if nameless and not any(isinstance(term, BlankNode) for term in one.triple):
                continue
            terms = self._terms(one)
            if named <= terms and (not marks or terms & marks) and (not best or len(terms) < best):
                best, place = len(terms), one.place
        return Statement(_GENERATED.sub(self._short, text_of(axiom)), place, axiom)

    def declared(self, iri: str) -> str:
        """Return where it is last said what kind of thing *iri* names; empty where it is not."""
        found = [one.place for one in self._stated if one.triple.subject == NamedNode(iri) and _is_type(one.triple)]
        return found[-1] if found else ""

    def _short(self, name: re.Match[str]) -> str:
        return self._nameless.setdefault(name[0], f"_:b{len(self._nameless) + 1}")

    def _terms(self, one: Stated) -> set[str]:
        """Return what a triple names, with all that hangs on its blank nodes."""
        terms: set[str] = set()
        seen: set[BlankNode] = set()
        wanted = [one.triple]
        while wanted:
            for term in wanted.pop():
                if isinstance(term, NamedNode):
                    terms.add(term.value)
                elif isinstance(term, Literal):
                    terms.add(f'"{term.value}')
                elif isinstance(term, BlankNode) and term not in seen:
                    seen.add(term)
                    wanted += self._parts.get(term, ())
        return terms


def _is_type(triple: Triple) -> bool:
    return triple.predicate.value == _RDF + "type"
