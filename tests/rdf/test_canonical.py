"""Blank nodes get names that depend only on the triples, in seconds or with a message."""

from __future__ import annotations

import random
import time

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from spacepact.errors import BadInput
from spacepact.rdf import canonical, canonicalize, rdfc

# Large groups of blank nodes: lists, chains, trees, cycles and mixtures of these.
LARGE = {
    "list": "ex:s ex:p (" + " ".join(str(i % 3) for i in range(3000)) + ") .",
    "list of nodes": "ex:s ex:p (" + " ".join("_:x" if i % 2 else "_:y" for i in range(600)) + ") . _:x ex:q 1 .",
    "list of lists": "ex:s ex:p (" + " ".join(f"[ ex:a {i % 4} ; ex:b (1 2 [] []) ]" for i in range(300)) + ") .",
    "chain": " ".join(f"_:a{i} ex:next _:a{i + 1} ." for i in range(501)),
    "chain of even length": " ".join(f"_:a{i} ex:next _:a{i + 1} ." for i in range(500)),
    "tree": " ".join(f"_:a{i} ex:next _:a{i // 3} ." for i in range(1, 501)),
    "cycle": " ".join(f"_:a{i} ex:next _:a{(i + 1) % 150} ." for i in range(150)),
    "loop": "_:l ex:p _:l ; ex:q (" + " ".join(str(i) for i in range(150)) + ") .",
    "star": " ".join(f"_:h ex:k [ ex:v {i % 5} ] ." for i in range(200)),
    "two lists": "ex:s ex:p (" + " ".join(["1"] * 200) + "), (" + " ".join(["1"] * 199) + " 2) .",
}


def _triples(turtle: str) -> list[Quad]:
    text = "@prefix ex: <http://example.org/> .\n" + turtle
    return list(dict.fromkeys(parse(text, RdfFormat.TURTLE, rename_blank_nodes=True)))


def _shuffled(triples: list[Quad], seed: int) -> list[Quad]:
    """Return the same triples in another order, with other blank nodes."""
    lines = [f"{triple} ." for triple in triples]
    random.Random(seed).shuffle(lines)
    return list(parse("\n".join(lines), RdfFormat.N_TRIPLES, rename_blank_nodes=True))


def _is_isomorphic(one: list[Quad], other: list[Quad]) -> bool:
    datasets = Dataset(one), Dataset(other)
    for dataset in datasets:
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return datasets[0] == datasets[1]


@pytest.mark.parametrize("name", LARGE)
def test_a_large_group_is_named_fast_and_always_in_the_same_way(name: str) -> None:
    triples = _triples(LARGE[name])
    start = time.process_time()
    named = canonicalize(triples)
    assert time.process_time() - start < 10
    assert len(named) == len(triples)
    assert canonicalize(_shuffled(triples, 1)) == named
    assert canonicalize(named) == named


def test_small_groups_have_the_names_of_the_standard() -> None:
    triples = _triples("ex:s ex:p (1 2 1), [ ex:q [], [ ex:q 3 ] ] . _:a ex:p _:b . _:b ex:p _:a .")
    standard = Dataset(triples)
    standard.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert canonicalize(triples) == sorted(standard, key=str)


def test_generated_groups_keep_their_meaning(monkeypatch: pytest.MonkeyPatch, more: int) -> None:
    monkeypatch.setattr(canonical, "MAX_NODES", 0)  # as if each group were large
    for seed in range(more or 200):
        rnd = random.Random(seed)

        def node(rnd: random.Random = rnd) -> str:
            return f"_:a{rnd.randrange(6)}"

        forms = (
            lambda: f"{node()} ex:p {node()} .",
            lambda: f"{node()} ex:q {rnd.randrange(2)} .",  # noqa: B023 - called at once
            lambda: f"ex:s ex:p {node()} .",
            lambda: f"{node()} ex:l (1 {node()} [] 1) .",
        )
        triples = _triples(" ".join(rnd.choice(forms)() for _ in range(rnd.randint(1, 9))))
        named = canonicalize(triples)
        assert canonicalize(_shuffled(triples, seed)) == named, triples
        assert _is_isomorphic(named, triples), triples


def test_a_group_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdfc, "TIME_LIMIT", 1)
    clique = " ".join(f"_:a{i} ex:knows _:a{j} ." for i in range(11) for j in range(11) if i != j)
    with pytest.raises(BadInput, match=r"cannot be named within 1 seconds.*example.org/knows>: give them IRIs"):
        canonicalize(_triples(clique))


def _grid(size: int) -> str:
    cells = [(x, y, (x + 1) % size, (y + 1) % size) for x in range(size) for y in range(size)]
    return " ".join(f"_:a{x}x{y} ex:near _:a{right}x{y}, _:a{x}x{up} ." for x, y, right, up in cells)


@pytest.mark.slow
@pytest.mark.parametrize(
    "group",
    {
        "torus of 9 nodes": _grid(9),
        "torus of 900 nodes": _grid(30),
        "hypercube": " ".join(f"_:a{a} ex:near _:a{a ^ (1 << bit)} ." for a in range(64) for bit in range(6)),
        "two sides": " ".join(f"_:a{a} ex:near _:b{b} ." for a in range(11) for b in range(11)),
        "many small cliques": " ".join(
            f"_:a{n}x{a} ex:near _:a{n}x{b} ." for n in range(400) for a in range(6) for b in range(6) if a != b
        ),
        "circle in both directions": " ".join(
            f"_:a{a} ex:near _:a{(a + 1) % 90} . _:a{(a + 1) % 90} ex:near _:a{a} ." for a in range(90)
        ),
    }.items(),
    ids=lambda pair: pair[0],
)
def test_no_group_takes_longer_than_the_limit(group: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdfc, "TIME_LIMIT", 1)
    triples = _triples(group[1])
    start = time.process_time()
    try:
        named, again = canonicalize(triples), canonicalize(_shuffled(triples, 1))
    except BadInput as error:
        assert "cannot be named within 1 seconds" in str(error)
    else:
        assert again == named
    assert time.process_time() - start < 8


def test_a_group_that_is_merely_suspicious_is_named() -> None:
    clique = " ".join(f"_:a{i} ex:knows _:a{j} ." for i in range(7) for j in range(7) if i != j)
    assert len(canonicalize(_triples(clique))) == 42
