"""Find a smallest set of axioms that contradict each other, and the file and line of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spacepact.reason.axiom_lines import PlacedTriple
from spacepact.reason.hermit import axiom_type, render
from spacepact.terms import PREFIXES, RDF_TYPE, expand

# The triples of an axiom of this type must contain one of these terms: axioms of two types can share all others.
_MARKS = {
    "ClassAssertion": ["rdf:type"],
    "SubClassOf": ["rdfs:subClassOf"],
    "EquivalentClasses": ["owl:equivalentClass", "owl:unionOf", "owl:intersectionOf"],
    "DisjointClasses": ["owl:disjointWith", "owl:AllDisjointClasses", "owl:disjointUnionOf"],
    "DisjointObjectProperties": ["owl:propertyDisjointWith", "owl:AllDisjointProperties"],
    "DifferentIndividuals": ["owl:differentFrom", "owl:AllDifferent"],
    "SameIndividual": ["owl:sameAs"],
    "ObjectPropertyDomain": ["rdfs:domain"],
    "DataPropertyDomain": ["rdfs:domain"],
    "ObjectPropertyRange": ["rdfs:range"],
    "DataPropertyRange": ["rdfs:range"],
    "SubObjectPropertyOf": ["rdfs:subPropertyOf"],
    "SubDataPropertyOf": ["rdfs:subPropertyOf"],
    "SubPropertyChainOf": ["owl:propertyChainAxiom"],
    "InverseObjectProperties": ["owl:inverseOf"],
    "TransitiveObjectProperty": ["owl:TransitiveProperty"],
    "SymmetricObjectProperty": ["owl:SymmetricProperty"],
    "AsymmetricObjectProperty": ["owl:AsymmetricProperty"],
    "FunctionalObjectProperty": ["owl:FunctionalProperty"],
    "FunctionalDataProperty": ["owl:FunctionalProperty"],
    "InverseFunctionalObjectProperty": ["owl:InverseFunctionalProperty"],
    "IrrefexiveObjectProperty": ["owl:IrreflexiveProperty"],  # the spelling of the OWL API
}
_GENERATED = re.compile(r"_:genid[\w-]+")
# A clash prefers axioms of these types, since they are the easiest to understand.
_PREFERRED = ("DisjointClasses", "ClassAssertion", "ObjectPropertyAssertion", "DataPropertyAssertion")


@dataclass(frozen=True)
class Statement:
    """An axiom as readable text, its place (``file:line``), and the axiom of the OWL API."""

    text: str
    place: str
    axiom: Any


def smallest(axioms: Sequence[Any], clash: Callable[[Sequence[Any]], bool]) -> list[Any]:
    """Return a minimal subset of *axioms* that clashes: without any one of its axioms, *clash* is false.

    The algorithm is QuickXplain (Junker, AAAI 2004). Of several such subsets it prefers early axioms.

    >>> smallest([5, 3, 8, 1, 2], lambda part: 3 in part and 2 in part)
    [3, 2]
    """

    def needed(background: list[Any], just_extended: bool, rest: list[Any]) -> list[Any]:
        if just_extended and clash(background):
            return []
        if len(rest) == 1:
            return rest
        first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        later = needed(background + first, True, second)
        return needed(background + later, bool(later), first) + later

    return needed([], False, list(axioms)) if axioms else []


def in_order(axioms: Iterable[Any]) -> list[Any]:
    """Return axioms in a fixed order, preferred types first; split n-ary axioms into pairs."""

    def rank(axiom: Any) -> tuple[int, str]:
        kind = axiom_type(axiom)
        return (_PREFERRED.index(kind) if kind in _PREFERRED else len(_PREFERRED), str(axiom))

    n_ary = ("DisjointClasses", "DifferentIndividuals")
    split = [axiom.asPairwiseAxioms() if axiom_type(axiom) in n_ary else (axiom,) for axiom in axioms]
    return sorted((axiom for pairs in split for axiom in pairs), key=rank)


class Places:
    """An index from axioms to the file and line of their triples."""

    def __init__(self, triples: Iterable[PlacedTriple]) -> None:
        self._triples = list(triples)
        self._short_names: dict[str, str] = {}
        self._by_blank_node: dict[BlankNode, list[Triple]] = {}
        for triple in (item.triple for item in self._triples):
            if isinstance(triple.subject, BlankNode):
                self._by_blank_node.setdefault(triple.subject, []).append(triple)

    def statement(self, axiom: Any) -> Statement:
        """Return an axiom with its text and place; the place is empty if no triple matches."""
        kind = axiom_type(axiom)
        names = {str(entity.getIRI()) for entity in axiom.getSignature() if not entity.isOWLDatatype()}
        names -= {PREFIXES["owl"] + "Thing"}
        if kind == "DataPropertyAssertion":
            names.add(f'"{axiom.getObject().getLiteral()}')
        marks = {node.value for node in map(expand, _MARKS.get(kind, ())) if node}
        # The OWL API renames blank nodes, so an axiom about one is matched by its other terms.
        is_anonymous = bool(axiom.getAnonymousIndividuals().size())
        best, place = 0, ""
        for item in self._triples:
            if is_anonymous and not any(isinstance(term, BlankNode) for term in item.triple):
                continue
            terms = self._terms(item.triple)
            if names <= terms and (not marks or terms & marks) and (not best or len(terms) < best):
                best, place = len(terms), item.place
        return Statement(_GENERATED.sub(self._shorten, render(axiom)), place, axiom)

    def declaration(self, iri: str) -> str:
        """Return the place of the last ``rdf:type`` triple about *iri*; empty if there is none."""
        types = [s for s in self._triples if s.triple.subject == NamedNode(iri) and s.triple.predicate == RDF_TYPE]
        return types[-1].place if types else ""

    def _shorten(self, name: re.Match[str]) -> str:
        return self._short_names.setdefault(name[0], f"_:b{len(self._short_names) + 1}")

    def _terms(self, triple: Triple) -> set[str]:
        """Return the IRIs and literals of a triple and of all triples about its blank nodes."""
        terms: set[str] = set()
        seen: set[BlankNode] = set()
        queue = [triple]
        while queue:
            for term in queue.pop():
                if isinstance(term, NamedNode):
                    terms.add(term.value)
                elif isinstance(term, Literal):
                    terms.add(f'"{term.value}')
                elif isinstance(term, BlankNode) and term not in seen:
                    seen.add(term)
                    queue += self._by_blank_node.get(term, ())
        return terms
