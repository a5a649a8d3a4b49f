"""Write each claim as the RDF 1.2 reifier of the triples that it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spacepact.terms import PREFIXES, SP

REIFIES = NamedNode(PREFIXES["rdf"] + "reifies")
_SUBJECT, _PROPERTY = NamedNode(SP + "claimSubject"), NamedNode(SP + "claimProperty")
_VALUES = (NamedNode(SP + "claimObject"), NamedNode(SP + "claimLiteral"))


def reifiers(triples: Iterable[Triple]) -> set[Triple]:
    """Return ``CLAIM rdf:reifies <<( SUBJECT PROPERTY VALUE )>>`` for each triple that a claim in *triples* is about.

    A claim with several subjects has several triples. A claim with only a quantity has none. Nothing is asserted: the
    facts that are derived from claims are already in the graph. See RDF 1.2 Concepts, section 1.5.
    """
    parts: dict[object, dict[NamedNode, list[NamedNode | BlankNode | Literal | Triple]]]
    parts = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if triple.predicate in (_SUBJECT, _PROPERTY, *_VALUES):
            parts[triple.subject][triple.predicate].append(triple.object)
    return {
        Triple(claim, REIFIES, Triple(subject, name, value))
        for claim, by_property in parts.items()
        if isinstance(claim, NamedNode | BlankNode)
        for values in map(by_property.__getitem__, _VALUES)
        for subject, name, value in product(by_property[_SUBJECT], by_property[_PROPERTY], values)
        if isinstance(subject, NamedNode | BlankNode) and isinstance(name, NamedNode)
    }
