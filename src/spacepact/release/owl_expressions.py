"""Write blank nodes as text in one canonical form: OWL expressions and lists, however a file lays them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, Quad

from spacepact.errors import BadInput
from spacepact.graph import Term
from spacepact.terms import PREFIXES, curie

_RDF = PREFIXES["rdf"]
_FIRST, _REST, _NIL = _RDF + "first", _RDF + "rest", _RDF + "nil"
_MEMBERS = PREFIXES["owl"] + "members"
# Everywhere else OWL takes a list as a set.
_ORDERED = PREFIXES["owl"] + "propertyChainAxiom"


class Expressions:
    """What the blank nodes of a graph say.

    >>> from pyoxigraph import RdfFormat, parse
    >>> from spacepact.rdf import canonicalize
    >>> owl = "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix sp: <https://w3id.org/spacepact/ontology#> ."
    >>> triples = "sp:a owl:unionOf ( sp:c [ owl:complementOf sp:b ] ) ."
    >>> quads = canonicalize(parse(owl + triples, format=RdfFormat.TURTLE))
    >>> union = next(quad for quad in quads if isinstance(quad.subject, NamedNode))
    >>> Expressions(quads).text(union.object, union.predicate.value)
    '( [ owl:complementOf sp:b ] sp:c )'
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._told: dict[BlankNode, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            if isinstance(quad.subject, BlankNode):
                self._told[quad.subject][quad.predicate.value].append(quad.object)
        self._texts: dict[tuple[BlankNode, bool], str] = {}
        self._open: set[BlankNode] = set()

    def text(self, term: Term, predicate: str) -> str:
        """Return a value of *predicate* as text that is the same for the same meaning: CURIEs, not labels."""
        if isinstance(term, NamedNode):
            return curie(term.value)
        if not isinstance(term, BlankNode):
            return str(term)
        key = (term, predicate == _ORDERED)
        if key not in self._texts:
            if term in self._open:  # nodes in a circle have no expression: the canonical name stands for them
                return str(term)
            self._open.add(term)
            try:
                self._texts[key] = self._written(term, predicate)
            except RecursionError:
                raise BadInput("blank nodes are nested too deep to be compared") from None
            finally:
                self._open.discard(term)
        return self._texts[key]

    def class_of(self, node: BlankNode) -> str:
        """Return the classes that a blank node is said to have, as one text."""
        classes = self._told.get(node, {}).get(_RDF + "type", [])
        return " ".join(sorted(self.text(name, "") for name in classes)) or "something"

    def first_member(self, node: BlankNode) -> str:
        """Return the first in the alphabet of what an axiom on several classes lists; empty for another node."""
        lists = self._told.get(node, {}).get(_MEMBERS, [])
        return min((text for term in lists for text in self.members(term, _MEMBERS)), default="")

    def members(self, term: Term, predicate: str) -> list[str]:
        """Return the members of a list as texts, in order; of any other value the value itself."""
        if not (isinstance(term, BlankNode) and _FIRST in self._told.get(term, ())):
            return [self.text(term, predicate)]
        texts, seen = [], set()
        while isinstance(term, BlankNode) and term not in seen and _FIRST in self._told[term]:
            seen.add(term)
            texts += [self.text(first, predicate) for first in self._told[term][_FIRST]]
            rest = self._told[term].get(_REST)
            term = rest[0] if rest else NamedNode(_NIL)
        return texts

    def _written(self, node: BlankNode, predicate: str) -> str:
        told = self._told.get(node, {})
        if _FIRST in told:
            texts = self.members(node, predicate)
            return f"( {' '.join(texts if predicate == _ORDERED else sorted(texts))} )"
        pairs = sorted(f"{curie(p)} {self.text(value, p)}" for p, values in told.items() for value in values)
        return f"[ {' ; '.join(pairs)} ]"
