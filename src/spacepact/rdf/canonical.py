"""Write a graph as canonical N-Triples, which do not depend on the labels of blank nodes or the order of triples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, DefaultGraph, Quad, Triple

from spacepact.rdf import blank_node_names
from spacepact.rdf.rdfc import blank_nodes, rdfc

MAX_NODES = 100  # of a group that RDFC-1.0 names: for a list, its time grows with the cube


def lines(triples: Iterable[Quad | Triple]) -> list[str]:
    """Return the sorted lines of the canonical N-Triples, without duplicates and without line breaks.

    Blank nodes are named as by :func:`canonicalize`. Graph names are dropped.

    >>> from pyoxigraph import parse, RdfFormat
    >>> lines(parse('_:x <urn:p> _:y . <urn:a> <urn:p> "b" .', RdfFormat.TURTLE))
    ['<urn:a> <urn:p> "b" .', '_:c14n1 <urn:p> _:c14n0 .']
    """
    plain, blank = separate_blank_nodes(triples)
    return sorted([*plain, *_labelled_lines(blank)])


def canonicalize(quads: Iterable[Quad]) -> list[Quad]:
    """Name the blank nodes of quads, so that the names depend on the quads only, and sort the quads.

    The names are those of RDFC-1.0 (https://www.w3.org/TR/rdf-canon/). Only in a group of more than 100 connected blank
    nodes, such as a long list, the nodes are named by their order. Raises BadInput if that takes more than a minute.
    """
    quads = list(dict.fromkeys(quads))
    large: list[list[Quad]] = []
    if len({node for quad in quads for node in blank_nodes(quad)}) > MAX_NODES:
        groups = [group for group in blank_node_groups(quads) if len(group) >= MAX_NODES]
        large = [group for group in groups if len({n for q in group for n in blank_nodes(q)}) > MAX_NODES]
    in_large = {quad for group in large for quad in group}
    found = rdfc([quad for quad in quads if quad not in in_large])
    named = [sorted(blank_node_names.large_group(group), key=str) for group in large]
    for group in sorted(named, key=lambda quads: [str(quad) for quad in quads]):
        first = len({node for quad in found for node in blank_nodes(quad)})
        found += blank_node_names.renumbered(group, first)
    return sorted(found, key=str)


def separate_blank_nodes(triples: Iterable[Quad | Triple]) -> tuple[set[str], list[Quad]]:
    """Return the lines of the triples without blank nodes, and the triples that have any."""
    plain: set[str] = set()
    blank: list[Quad] = []
    for triple in triples:
        if blank_nodes(triple):
            blank.append(_in_default_graph(triple))
        else:
            plain.add(_line(triple))
    return plain, blank


def digest(canonical: Sequence[str]) -> str:
    """Return the SHA-256 of canonical lines in hexadecimal, as ``sha256sum`` prints for a file of these lines."""
    import hashlib  # 1 ms that a query does not need

    total = hashlib.sha256()
    for line in canonical:
        total.update(line.encode("utf-8") + b"\n")
    return total.hexdigest()


def line_groups(triples: Iterable[Quad | Triple]) -> set[str]:
    """Return the canonical lines; the lines of triples connected by blank nodes are joined into one string.

    Each string depends only on its own triples, so that two graphs can be compared string by string.
    """
    plain, blank = separate_blank_nodes(triples)
    return plain | {"\n".join(_labelled_lines(group)) for group in blank_node_groups(blank)}


def blank_node_groups(triples: Iterable[Quad | Triple]) -> list[list[Quad]]:
    """Group the triples that have blank nodes; triples that blank nodes connect, even indirectly, are in one group."""
    parent: dict[BlankNode, BlankNode] = {}

    def root(node: BlankNode) -> BlankNode:
        while (next_node := parent.setdefault(node, node)) != node:
            parent[node] = parent[next_node]
            node = parent[node]
        return node

    by_node: list[tuple[BlankNode, Quad]] = []
    for triple in triples:
        if nodes := blank_nodes(triple):
            parent[root(nodes[0])] = root(nodes[-1])
            by_node.append((nodes[0], _in_default_graph(triple)))
    groups: dict[BlankNode, list[Quad]] = {}
    for node, quad in by_node:
        groups.setdefault(root(node), []).append(quad)
    return list(groups.values())


def _labelled_lines(blank: Iterable[Quad]) -> list[str]:
    return sorted(_line(quad) for quad in canonicalize(blank))


def _in_default_graph(triple: Quad | Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())


def _line(triple: Quad | Triple) -> str:
    return f"{triple.subject} {triple.predicate} {triple.object} ."
