"""The parts of the graph: together the whole, each without the others, own data among the instances."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Store

from conftest import EXAMPLES
from spacepact.graph import sections
from spacepact.graph.store import packaged
from spacepact.stores import folder_load


def canonical(store: Store) -> Dataset:
    data = Dataset(store)
    data.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return data


@pytest.mark.parametrize("data", [[], [EXAMPLES]], ids=["packaged", "with own data"])
def test_the_parts_are_the_whole(data: list[Path]) -> None:
    whole, joined = packaged(data), Store()
    for name in sections.PARTS:
        one = sections.store([name], data)
        assert 0 < len(one) < len(whole)
        joined.extend(one)
    assert canonical(joined) == canonical(whole)
    assert canonical(sections.store([*sections.PARTS], data)) == canonical(whole)
    without = sections.store([name for name in sections.PARTS if name != "codes"], data)
    assert canonical(without) != canonical(whole)


def test_own_data_is_among_the_instances_and_facts_are_derived_over_it(tmp_path: Path) -> None:
    folder_load.load_folder(packaged([EXAMPLES]), tmp_path / "store")
    for own in (EXAMPLES, tmp_path / "store"):
        assert canonical(sections.store(["codes"], [own])) == canonical(sections.store(["codes"]))
        for name in ("instances", "derived"):
            assert len(sections.store([name], [own])) > len(sections.store([name]))
            assert canonical(sections.store([name], [own])) == canonical(sections.store([name], [EXAMPLES]))
