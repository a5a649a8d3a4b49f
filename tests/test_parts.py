"""The parts of the graph: together the whole, each without the others, own data among the instances."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Store

from conftest import EXAMPLES
from spacepact import graph, loading, parts


def canonical(store: Store) -> Dataset:
    data = Dataset(store)
    data.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return data


@pytest.mark.parametrize("data", [[], [EXAMPLES]], ids=["packaged", "with own data"])
def test_the_parts_are_the_whole(data: list[Path]) -> None:
    whole, joined = graph.packaged(data), Store()
    for name in parts.PARTS:
        one = parts.store([name], data)
        assert 0 < len(one) < len(whole)
        joined.extend(one)
    assert canonical(joined) == canonical(whole)
    assert canonical(parts.store([*parts.PARTS], data)) == canonical(whole)
    without = parts.store([name for name in parts.PARTS if name != "codes"], data)
    assert canonical(without) != canonical(whole)


def test_own_data_is_among_the_instances_and_facts_are_derived_over_it(tmp_path: Path) -> None:
    loading.load(graph.packaged([EXAMPLES]), tmp_path / "store")
    for own in (EXAMPLES, tmp_path / "store"):
        assert canonical(parts.store(["codes"], [own])) == canonical(parts.store(["codes"]))
        for name in ("instances", "derived"):
            assert len(parts.store([name], [own])) > len(parts.store([name]))
            assert canonical(parts.store([name], [own])) == canonical(parts.store([name], [EXAMPLES]))
