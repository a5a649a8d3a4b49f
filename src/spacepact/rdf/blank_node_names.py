"""Name the blank nodes of large groups in linear time, where RDFC-1.0 needs hours.

RDFC-1.0 compares each node of a list with all others. Here the nodes of a list are named by their order, and the nodes
of a tree by the contents of their branches. Only the nodes that are left, in cycles, need the general algorithm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from spacepact.rdf.rdfc import blank_nodes, has_two_blank_nodes, rdfc
from spacepact.terms import PREFIXES

_FIRST, _REST = (NamedNode(PREFIXES["rdf"] + name) for name in ("first", "rest"))
_CELL = {_FIRST, _REST}
_VALUE, _BRANCHES = "urn:spacepact:value:", NamedNode("urn:spacepact:branches")
Term = NamedNode | BlankNode | Literal | Triple


class _Branch(NamedTuple):
    """A blank node that one link connects to its parent, and the digests of its own branches."""

    node: BlankNode
    parent: BlankNode
    link: Quad
    inner: list[str]


def large_group(quads: Sequence[Quad]) -> list[Quad]:
    """Name the blank nodes of a group of connected triples: c14n0, c14n1 and so on.

    The names depend on the triples only. They are those of RDFC-1.0 only if all nodes are in cycles.
    """
    core, branches, contents = _without_branches(_without_lists(quads))
    named = rdfc(core)
    queue = sorted({node for quad in named for node in blank_nodes(quad)}, key=number)
    names = (BlankNode(f"c14n{index}") for index in count(len(queue)))
    digests = {q.subject: str(q.object.value).split() for q in named if q.predicate == _BRANCHES}  # type: ignore[union-attr]
    found = [quad for quad in named if quad.predicate != _BRANCHES]
    stack = [(node, digest) for node in reversed(queue) for digest in reversed(digests.get(node, []))]
    while stack:
        parent, digest = stack.pop()
        branch, name = branches[digest], next(names)
        found += [_replaced(quad, {branch.node: name}) for quad in contents[branch.node]]
        found.append(_replaced(branch.link, {branch.node: name, branch.parent: parent}))
        stack += [(name, inner) for inner in reversed(branch.inner)]
    return _with_lists(found, names)


def renumbered(quads: Iterable[Quad], first: int) -> list[Quad]:
    """Add *first* to the number in the name of each blank node."""
    quads = list(quads)
    nodes = {node for quad in quads for node in blank_nodes(quad)}
    names = {node: BlankNode(f"c14n{number(node) + first}") for node in nodes}
    return [_replaced(quad, names) for quad in quads]


def number(node: BlankNode) -> int:
    """Return the number in the name of a blank node."""
    return int(node.value.removeprefix("c14n"))


def _without_lists(quads: Sequence[Quad]) -> list[Quad]:
    """Replace each list by a triple for each of its values, with its number."""
    outgoing: dict[BlankNode, list[Quad]] = defaultdict(list)
    incoming: dict[BlankNode, int] = defaultdict(int)
    for quad in quads:
        if isinstance(quad.subject, BlankNode):
            outgoing[quad.subject].append(quad)
        if isinstance(quad.object, BlankNode):
            incoming[quad.object] += 1
    cells = {n: {q.predicate: q.object for q in o} for n, o in outgoing.items() if len(o) == len(_CELL)}
    cells = {node: values for node, values in cells.items() if values.keys() == _CELL}
    rests = [rest for values in cells.values() if isinstance(rest := values[_REST], BlankNode)]
    inner = {rest for rest in rests if rest in cells and incoming[rest] == 1}
    replaced: set[BlankNode] = set()
    added: list[Quad] = []
    for head in cells.keys() - inner:
        chain: list[Term] = [head]
        while (rest := cells[chain[-1]][_REST]) in inner:  # type: ignore[index, operator]  # all but the last are blank nodes
            chain.append(rest)
        replaced.update(chain)  # type: ignore[arg-type]  # as above
        values = [*(cells[cell][_FIRST] for cell in chain), rest]  # type: ignore[index]  # as above
        added += [Quad(head, NamedNode(f"{_VALUE}{index}"), value) for index, value in enumerate(values)]
    return [*(quad for quad in quads if quad.subject not in replaced), *added]


def _with_lists(quads: Iterable[Quad], names: Iterator[BlankNode]) -> list[Quad]:
    """Restore the lists; *names* are for their nodes after the first."""
    found: list[Quad] = []
    lists: dict[BlankNode, dict[int, Term]] = defaultdict(dict)
    for quad in quads:
        if quad.predicate.value.startswith(_VALUE) and isinstance(quad.subject, BlankNode):
            lists[quad.subject][int(quad.predicate.value.removeprefix(_VALUE))] = quad.object
        else:
            found.append(quad)
    for head in sorted(lists, key=number):
        values = lists[head]
        cell = head
        for index in range(len(values) - 1):
            is_last = index == len(values) - 2
            rest = values[index + 1] if is_last else next(names)
            found += [Quad(cell, _FIRST, values[index]), Quad(cell, _REST, rest)]
            cell = rest  # type: ignore[assignment]  # not used after the last one
    return found


def _without_branches(
    quads: Sequence[Quad],
) -> tuple[list[Quad], dict[str, _Branch], Mapping[BlankNode, list[Quad]]]:
    """Replace the branches of each node by a triple with their digests.

    Returns also one branch for each digest, and for each node the triples without other blank nodes.
    """
    import hashlib  # a query does not need it

    links: dict[BlankNode, set[Quad]] = defaultdict(set)
    contents: dict[BlankNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        for node in blank_nodes(quad):
            links[node].update([quad] if has_two_blank_nodes(quad) else [])
            contents[node] += [] if has_two_blank_nodes(quad) else [quad]
    by_digest: dict[str, _Branch] = {}
    digests: dict[BlankNode, list[str]] = defaultdict(list)
    removed: set[BlankNode] = set()
    level = [node for node in links if len(links[node]) == 1]
    while level:
        pairs = [(node, next(iter(links[node]))) for node in level]
        if len(pairs) == 2 and pairs[0][1] == pairs[1][1]:  # the two nodes in the middle of a tree
            break
        for node, link in pairs:
            parent = link.object if link.subject == node else link.subject
            assert isinstance(parent, BlankNode)
            own = [*(_text(quad, node) for quad in contents[node]), _text(link, node)]
            inner = sorted(digests[node])
            digest = hashlib.sha256("\n".join([*sorted(own), *inner]).encode()).hexdigest()
            by_digest[digest] = _Branch(node, parent, link, inner)
            digests[parent].append(digest)
            links[parent].discard(link)
            removed.add(node)
        parents = {node for _, link in pairs for node in blank_nodes(link)} - removed
        level = [node for node in parents if len(links[node]) == 1]
    core = [quad for quad in quads if removed.isdisjoint(blank_nodes(quad))]
    kept = [node for node in digests if node not in removed]
    core += [Quad(node, _BRANCHES, Literal(" ".join(sorted(digests[node])))) for node in kept]
    return core, by_digest, contents


def _text(quad: Quad, node: BlankNode) -> str:
    """Return a triple as text that does not depend on the names of blank nodes."""
    terms = ("_:this" if t == node else "_:other" if isinstance(t, BlankNode) else str(t) for t in quad.triple)
    return " ".join(terms)


def _replaced(quad: Quad, names: Mapping[BlankNode, BlankNode]) -> Quad:
    terms = [names.get(term, term) if isinstance(term, BlankNode) else term for term in quad.triple]
    return Quad(*terms)  # type: ignore[arg-type]  # a term of the same kind
