"""Compare the lines that a store returns with the triples that were sent."""

from __future__ import annotations

import random

import pytest
from pyoxigraph import RdfFormat, Store

from spacepact.errors import LoadDiffers
from spacepact.graph import sections
from spacepact.rdf import canonical
from spacepact.stores import compare

TEXT = '<urn:a> <urn:b> "é\\n_:q ." .\n<urn:a> <urn:b> _:x .\n_:x <urn:c> "d"@en .\n<urn:e> <urn:f> <urn:g> .'
LINES = TEXT.split("\n")


def sent(text: str = TEXT) -> compare.Sent:
    store = Store()
    store.load(text, RdfFormat.N_TRIPLES)
    return compare.Sent.of(store)


def test_the_digest_is_that_of_the_canonical_lines() -> None:
    graph = sections.store(list(sections.PARTS))
    assert compare.Sent.of(graph).digest == canonical.digest(canonical.lines(graph))


@pytest.mark.parametrize(
    "returned",
    [
        LINES[::-1],
        [*LINES, "", LINES[0]],
        [line.replace("_:x", "_:genid42").replace("é", "\\u00E9") for line in LINES],
        [line.replace(" .", "  . # a comment") if "_:" not in line else line for line in LINES],
    ],
)
def test_the_same_graph_in_other_lines(returned: list[str]) -> None:
    compare.require_equal("there", sent(), returned)
    compare.require_contained("there", sent(), [*returned, "<urn:more> <urn:b> <urn:c> ."])


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        (LINES[1:], r"1 missing: <urn:a> <urn:b> \"é"),
        ([], "3 missing: "),
        ([*LINES, "<urn:h> <urn:f> <urn:g> ."], "1 unexpected: <urn:h>"),
        (
            [line.replace('"@en', '"@de') for line in LINES],
            '1 missing: .*"d"@en.*; 1 unexpected: .*"d"@de',
        ),
        (
            [line.replace("urn:g", "urn:G") for line in LINES],
            "1 missing: <urn:e>.*; 1 unexpected: <urn:e>",
        ),
        ([*LINES, *(line.replace("_:x", "_:y") for line in LINES)], "some triples occur twice"),
    ],
)
def test_another_graph(returned: list[str], message: str) -> None:
    with pytest.raises(LoadDiffers, match=f"there differs from what was sent: {message}"):
        compare.require_equal("there", sent(), returned)


@pytest.mark.parametrize("left_out", range(4))
def test_a_missing_triple_among_others(left_out: int) -> None:
    others = ["<urn:h> <urn:f> <urn:g> .", "_:z <urn:f> <urn:g> ."]
    with pytest.raises(LoadDiffers, match="1 missing: "):
        compare.require_contained("there", sent(), [*LINES[:left_out], *LINES[left_out + 1 :], *others])


def test_invalid_n_triples() -> None:
    with pytest.raises(SyntaxError):
        compare.require_equal("there", sent(), [*LINES, '{"results":'])


def test_a_missing_triple_of_the_real_graph() -> None:
    """Remove 40 of its triples, one at a time."""
    graph = sections.store(list(sections.PARTS))
    known, lines = compare.Sent.of(graph), [f"{q.subject} {q.predicate} {q.object} ." for q in graph]
    compare.require_equal("there", known, lines)
    for place in random.Random(1).sample(range(len(lines)), 40):
        with pytest.raises(LoadDiffers):
            compare.require_equal("there", known, lines[:place] + lines[place + 1 :])
