"""The canonical N-Triples of a graph: one text for one graph, whatever its blank nodes are called."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Quad, Triple


def lines(triples: Iterable[Quad | Triple]) -> list[str]:
    """Return the lines of the canonical N-Triples, each once and in order, without their ends.

    Blank nodes are named by RDFC-1.0 (https://www.w3.org/TR/rdf-canon/); graph names are left out.

    >>> from pyoxigraph import parse, RdfFormat
    >>> lines(parse('_:x <urn:p> _:y . <urn:a> <urn:p> "b" .', RdfFormat.TURTLE))
    ['<urn:a> <urn:p> "b" .', '_:c14n1 <urn:p> _:c14n0 .']
    """
    plain, blank = parted(triples)
    return sorted([*plain, *_named(blank)])


def canonicalize(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads with their blank nodes named by RDFC-1.0, in an order that no layout changes."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def parted(triples: Iterable[Quad | Triple]) -> tuple[set[str], list[Quad]]:
    """Return the lines of the triples without blank nodes, and the triples with them."""
    plain: set[str] = set()
    blank: list[Quad] = []
    for triple in triples:
        if _is_blank(triple):
            blank.append(_in_no_graph(triple))
        else:
            plain.add(_line(triple))
    return plain, blank


def digest(canonical: Sequence[str]) -> str:
    """Return the SHA-256 of the canonical lines, in hexadecimal: what ``sha256sum`` gives for them as a file."""
    total = hashlib.sha256()
    for line in canonical:
        total.update(line.encode("utf-8") + b"\n")
    return total.hexdigest()


def pieces(triples: Iterable[Quad | Triple]) -> set[str]:
    """Return the canonical lines; those that share a blank node as one text, which no other such piece changes."""
    plain, blank = parted(triples)
    return plain | {"\n".join(_named(group)) for group in with_blank_nodes(blank)}


def with_blank_nodes(triples: Iterable[Quad | Triple]) -> list[list[Quad]]:
    """Return the triples with blank nodes, those together that share one, be it by way of others."""
    parent: dict[BlankNode, BlankNode] = {}

    def root(node: BlankNode) -> BlankNode:
        while (above := parent.setdefault(node, node)) != node:
            parent[node] = parent[above]
            node = parent[node]
        return node

    found: list[tuple[BlankNode, Quad]] = []
    for triple in triples:
        nodes = [term for term in (triple.subject, triple.object) if isinstance(term, BlankNode)]
        if nodes:
            parent[root(nodes[0])] = root(nodes[-1])
            found.append((nodes[0], _in_no_graph(triple)))
    together: dict[BlankNode, list[Quad]] = {}
    for node, quad in found:
        together.setdefault(root(node), []).append(quad)
    return list(together.values())


def _named(blank: Iterable[Quad]) -> list[str]:
    return sorted(_line(quad) for quad in canonicalize(blank))


def _is_blank(triple: Quad | Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _in_no_graph(triple: Quad | Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())


def _line(triple: Quad | Triple) -> str:
    return f"{triple.subject} {triple.predicate} {triple.object} ."
