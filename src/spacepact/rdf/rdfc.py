"""Name blank nodes by RDFC-1.0 (https://www.w3.org/TR/rdf-canon/), with a limit of the time."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import factorial

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse, serialize

from spacepact.errors import BadInput

TIME_LIMIT = 60  # seconds
_MAX_ORDERS = 5040  # of connected nodes that look the same: the engine tries these in less than a second
_RDFC = CanonicalizationAlgorithm.RDFC_1_0


def rdfc(quads: Sequence[Quad]) -> list[Quad]:
    """Name the blank nodes by RDFC-1.0: c14n0, c14n1 and so on.

    Raises BadInput if so many nodes are connected in the same way that it takes more than a minute.
    """
    if not _may_be_slow(quads):
        dataset = Dataset(quads)
        dataset.canonicalize(_RDFC)
        return list(dataset)
    content = serialize(quads, format=RdfFormat.N_QUADS)
    assert content is not None  # serialize returns None only if it writes to a file
    import subprocess  # seldom needed, and slow to import

    # The engine cannot be interrupted and blocks all threads, so it needs its own process.
    program = [sys.executable, "-m", "spacepact.rdf.rdfc"]
    try:
        done = subprocess.run(program, input=content, capture_output=True, check=True, timeout=TIME_LIMIT)  # noqa: S603
    except subprocess.TimeoutExpired:
        example = next(quad for quad in quads if has_two_blank_nodes(quad))
        raise BadInput(
            f"the blank nodes cannot be named within {TIME_LIMIT} seconds, because too many are connected in the same "
            f"way by {example.predicate}: give them IRIs"
        ) from None
    return list(parse(done.stdout, RdfFormat.N_QUADS))


def _may_be_slow(quads: Iterable[Quad]) -> bool:
    """Return whether RDFC-1.0 may take long: it tries each order of the neighbours of a node that look the same."""
    content: dict[BlankNode, list[str]] = defaultdict(list)
    links: dict[BlankNode, set[tuple[str, BlankNode]]] = defaultdict(set)
    for quad in quads:
        for node in blank_nodes(quad):
            parts = ["_" if isinstance(term, BlankNode) else str(term) for term in (quad.subject, quad.object)]
            content[node].append(f"{quad.subject == node} {quad.predicate} {' '.join(parts)}")
            links[node].update((f"{quad.subject == node} {quad.predicate}", n) for n in blank_nodes(quad) if n != node)
    look = {node: "\n".join(sorted(lines)) for node, lines in content.items()}
    counts = Counter(look.values())
    alike = {node for node, text in look.items() if counts[text] > 1}
    cost = 0
    while alike:
        group, stack = set[BlankNode](), [alike.pop()]
        is_ambiguous = False
        while stack:
            node = stack.pop()
            group.add(node)
            near = [(link, other) for link, other in links[node] if other in alike or other in group]
            is_ambiguous |= max(Counter((link, look[other]) for link, other in near).values(), default=0) > 1
            stack += alike.intersection(other for _, other in near)
            alike.difference_update(stack)
        cost += factorial(min(len(group), 20)) if is_ambiguous else 0
    return cost > _MAX_ORDERS


def blank_nodes(quad: Quad | Triple) -> list[BlankNode]:
    """Return the one or two different blank nodes of a triple."""
    return [term for term in dict.fromkeys((quad.subject, quad.object)) if isinstance(term, BlankNode)]


def has_two_blank_nodes(quad: Quad) -> bool:
    """Return whether a triple connects two blank nodes."""
    return len(blank_nodes(quad)) == 2


def _main() -> None:
    """Read N-Quads from standard input; write them with the names of RDFC-1.0."""
    dataset = Dataset(parse(sys.stdin.buffer.read(), RdfFormat.N_QUADS))
    dataset.canonicalize(_RDFC)
    sys.stdout.buffer.write(serialize(dataset, format=RdfFormat.N_QUADS) or b"")


if __name__ == "__main__":
    _main()
