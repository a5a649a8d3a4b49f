"""Format blank nodes as text that is the same for equal OWL expressions and lists, whatever the layout of the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, Quad

from spacepact.errors import BadInput
from spacepact.graph import Term
from spacepact.terms import PREFIXES, curie

_TYPE, _FIRST, _REST = (PREFIXES["rdf"] + name for name in ("type", "first", "rest"))
_MEMBERS = PREFIXES["owl"] + "members"
# OWL reads the lists of these properties as sets. All other lists have an order.
_SETS = {
    PREFIXES["owl"] + name
    for name in ("unionOf", "intersectionOf", "oneOf", "disjointUnionOf", "members", "distinctMembers", "hasKey")
}


class Expressions:
    """The blank nodes of a graph, canonically named, as text.

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
        self._values: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            if isinstance(quad.subject, BlankNode):
                self._values[quad.subject][quad.predicate.value].append(quad.object)
        self._texts: dict[tuple[BlankNode, bool], str] = {}

    def text(self, term: Term, predicate: str) -> str:
        """Return a value of *predicate* as text: a CURIE, a literal, or the expression of a blank node."""
        if isinstance(term, NamedNode):
            return curie(term.value)
        if not isinstance(term, BlankNode):
            return str(term)
        key = (term, predicate in _SETS)
        if key not in self._texts:
            self._texts[key] = str(term)  # within its own expression, a node in a cycle is its canonical name
            try:
                self._texts[key] = self._expression(term, predicate)
            except RecursionError:
                raise BadInput("blank nodes are nested too deeply to be compared") from None
        return self._texts[key]

    def members(self, term: Term, predicate: str) -> list[str]:
        """Return the members of a list as texts, in order; for any other value its own text."""
        if _FIRST not in self._values.get(term, ()):
            return [self.text(term, predicate)]
        texts, seen = [], set()
        while term not in seen and _FIRST in self._values.get(term, ()):
            seen.add(term)
            texts += [self.text(first, predicate) for first in self._values[term][_FIRST]]
            term = next(iter(self._values[term][_REST]), NamedNode(PREFIXES["rdf"] + "nil"))
        return texts

    def names(self, node: BlankNode) -> tuple[str, ...]:
        """Return the names of an axiom that is a blank node: its class with its first member, and its class.

        For example ``[] owl:AllDisjointClasses of sp:Agent`` and ``[] owl:AllDisjointClasses``. Other axioms can have
        the same names.
        """
        classes = " ".join(sorted(self.text(term, "") for term in self._values[node][_TYPE])) or "something"
        members = [text for term in self._values[node][_MEMBERS] for text in self.members(term, _MEMBERS)]
        return (*(f"[] {classes} of {first}" for first in sorted(members)[:1]), f"[] {classes}")

    def _expression(self, node: BlankNode, predicate: str) -> str:
        if _FIRST in self._values[node]:
            texts = self.members(node, predicate)
            return f"( {' '.join(sorted(texts) if predicate in _SETS else texts)} )"
        pairs = [f"{curie(p)} {self.text(value, p)}" for p, values in self._values[node].items() for value in values]
        return f"[ {' ; '.join(sorted(pairs))} ]"
