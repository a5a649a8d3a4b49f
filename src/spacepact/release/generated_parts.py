"""Remove from a version what an export adds to the graph: the description of the dataset, and queries as resources."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from spacepact.graph import PARTS
from spacepact.release.dataset_description import part_iri
from spacepact.terms import PREFIXES, QUERY

_LINKS = [NamedNode(PREFIXES["void"] + name) for name in ("subset", "classPartition", "propertyPartition")]
_TEXTS = [NamedNode(PREFIXES["sh"] + name) for name in ("select", "construct", "ask")]
_VOCABULARIES = (PREFIXES["void"], PREFIXES["dcat"])


def divided(quads: Iterable[Quad]) -> tuple[list[Quad], dict[str, str]]:
    """Return the triples without what an export adds, and the SPARQL of the queries by their IRI."""
    quads = list(quads)
    queries = {
        quad.subject.value: quad.object.value
        for quad in quads
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(QUERY)
        if quad.predicate in _TEXTS and isinstance(quad.object, Literal)
    }
    added = {NamedNode(iri) for iri in queries} | _described(quads)
    rest = [quad for quad in quads if quad.subject not in added]
    if len(added) > len(queries):  # an export declares the terms of the description
        rest = [quad for quad in rest if not str(quad.subject).strip("<>").startswith(_VOCABULARIES)]
    return rest, queries


def _described(quads: Iterable[Quad]) -> set[NamedNode]:
    """Return the datasets that an export describes, with their parts."""
    links = [quad for quad in quads if quad.predicate in _LINKS]
    datasets = {
        quad.subject
        for quad in links
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        if quad.object.value in {part_iri(quad.subject.value, name) for name in (*PARTS, "inferred")}
    }
    parts = {quad.object for quad in links if quad.subject in datasets and isinstance(quad.object, NamedNode)}
    return datasets | parts
