"""Describe one resource as Turtle, JSON-LD and N-Triples, for the files beside its page."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from spacepact.graph import RDFS_LABEL
from spacepact.rdf import GRAPHS, canonicalize
from spacepact.release import export_bytes
from spacepact.site.model import Resource, SiteGraph
from spacepact.terms import SP

_EVIDENCE, _CONTEXT, _PASSAGE_OF = (NamedNode(SP + name) for name in ("hasEvidence", "hasContext", "isPassageOf"))
_ABOUT_CLAIM = (NamedNode(SP + "hasStance"), NamedNode(SP + "lacksStance"), RDFS_LABEL)


def data_files(graph: SiteGraph, resource: Resource) -> dict[str, bytes]:
    """Return what :func:`describe` returns, by format: ``ttl``, ``jsonld`` and ``nt``."""
    return texts(describe(graph, resource))


def texts(triples: Collection[Triple]) -> dict[str, bytes]:
    """Return triples in each format of GRAPHS; the same triples always give the same bytes."""
    return {form: export_bytes(triples, form) for form in GRAPHS}


def describe(graph: SiteGraph, resource: Resource) -> set[Triple]:
    """Return the triples that describe a resource.

    These are the triples with the resource as subject, with their blank nodes. A claim has also the triples of its
    passages, and a document those of its passages. Claims about a thing or a document are linked to it, each with its
    stance. Everything that is linked has its label.
    """
    node, store = NamedNode(resource.iri), graph.store
    quads = {quad for subject in (node, *_passages(store, node, resource.kind)) for quad in _about(store, subject)}
    if resource.kind in ("thing", "document"):
        claims = {quad for quad in store.quads_for_pattern(None, None, node) if _iri(quad.subject) in graph.claims}
        quads |= claims
        for claim in {quad.subject for quad in claims}:
            quads |= {quad for name in _ABOUT_CLAIM for quad in store.quads_for_pattern(claim, name, None)}
    for target in {quad.object for quad in quads if isinstance(quad.object, NamedNode)}:
        quads |= set(store.quads_for_pattern(target, RDFS_LABEL, None))
    blank = {quad for quad in quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)}
    return {quad.triple for quad in [*(quads - blank), *canonicalize(blank)]}


def _passages(store: Store, node: NamedNode, kind: str) -> Iterator[NamedNode]:
    """Yield the passages of a claim or of a document."""
    terms: Iterator[object] = iter(())
    if kind == "document":
        terms = (quad.subject for quad in store.quads_for_pattern(None, _PASSAGE_OF, node))
    elif kind == "claim":
        terms = (quad.object for name in (_EVIDENCE, _CONTEXT) for quad in store.quads_for_pattern(node, name, None))
    yield from (term for term in terms if isinstance(term, NamedNode))


def _about(store: Store, subject: NamedNode) -> Iterator[Quad]:
    """Yield the triples with a subject, and those of their blank nodes, nested ones too."""
    waiting: list[NamedNode | BlankNode] = [subject]
    seen: set[BlankNode] = set()
    while waiting:
        for quad in store.quads_for_pattern(waiting.pop(), None, None):
            yield quad
            if isinstance(quad.object, BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
