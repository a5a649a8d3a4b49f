"""Name blank nodes by RDFC-1.0 (https://www.w3.org/TR/rdf-canon/), with a limit of the time."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse, serialize

from spacepact.errors import BadInput

TIME_LIMIT = 60  # seconds
_MAX_ALIKE = 6  # the engine names seven nodes that are all connected in less than a second, eight in six
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
    """Return whether a node is connected to many others that look the same, which RDFC-1.0 tries in each order."""
    content: dict[BlankNode, list[str]] = defaultdict(list)
    linked: dict[BlankNode, set[BlankNode]] = defaultdict(set)
    for quad in quads:
        for node in blank_nodes(quad):
            parts = ["_" if isinstance(term, BlankNode) else str(term) for term in (quad.subject, quad.object)]
            content[node].append(f"{quad.subject == node} {quad.predicate} {' '.join(parts)}")
            linked[node].update(other for other in blank_nodes(quad) if other != node)
    look = {node: "\n".join(sorted(lines)) for node, lines in content.items()}
    return any(
        max(Counter(look[other] for other in others if len(linked[other]) > 1).values(), default=0) >= _MAX_ALIKE
        for others in linked.values()
        if len(others) >= _MAX_ALIKE
    )


def blank_nodes(quad: Quad) -> list[BlankNode]:
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
