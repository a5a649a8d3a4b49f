"""The proof of arrival: lines as a store writes them, held against what was sent."""

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
    whole = sections.store(list(sections.PARTS))
    assert compare.Sent.of(whole).digest == canonical.digest(canonical.lines(whole))


@pytest.mark.parametrize(
    "back",
    [
        LINES[::-1],
        [*LINES, "", LINES[0]],
        [line.replace("_:x", "_:genid42").replace("é", "\\u00E9") for line in LINES],
        [line.replace(" .", "  . # so it is written here") if "_:" not in line else line for line in LINES],
    ],
)
def test_another_writing_is_no_other_graph(back: list[str]) -> None:
    compare.same("there", sent(), back)
    compare.among("there", sent(), [*back, "<urn:more> <urn:b> <urn:c> ."])


@pytest.mark.parametrize(
    ("back", "told"),
    [
        (LINES[1:], r"sent; 1 missing: <urn:a> <urn:b> \"é"),
        ([], "sent; 3 missing: "),
        ([*LINES, "<urn:h> <urn:f> <urn:g> ."], "sent; 1 that were not sent: <urn:h>"),
        (
            [line.replace('"@en', '"@de') for line in LINES],
            'sent; 1 missing: .*"d"@en.*; 1 that were not sent: .*"d"@de',
        ),
        (
            [line.replace("urn:g", "urn:G") for line in LINES],
            "sent; 1 missing: <urn:e>.*; 1 that were not sent: <urn:e>",
        ),
        ([*LINES, *(line.replace("_:x", "_:y") for line in LINES)], "sent; some triples are there twice"),
    ],
)
def test_another_graph_is_told(back: list[str], told: str) -> None:
    with pytest.raises(LoadDiffers, match=f"there does not hold what was {told}"):
        compare.same("there", sent(), back)


@pytest.mark.parametrize("left_out", range(4))
def test_what_is_missing_among_others_is_told(left_out: int) -> None:
    others = ["<urn:h> <urn:f> <urn:g> .", "_:z <urn:f> <urn:g> ."]
    with pytest.raises(LoadDiffers, match="1 missing: "):
        compare.among("there", sent(), [*LINES[:left_out], *LINES[left_out + 1 :], *others])


def test_what_is_no_line_of_triples_is_told() -> None:
    with pytest.raises(SyntaxError):
        compare.same("there", sent(), [*LINES, '{"results":'])


def test_a_triple_of_the_graph_is_missed() -> None:
    """Of the real graph, a sample of its triples, left out in turn."""
    whole = sections.store(list(sections.PARTS))
    known, lines = compare.Sent.of(whole), [f"{q.subject} {q.predicate} {q.object} ." for q in whole]
    compare.same("there", known, lines)
    for place in random.Random(1).sample(range(len(lines)), 40):
        with pytest.raises(LoadDiffers):
            compare.same("there", known, lines[:place] + lines[place + 1 :])
