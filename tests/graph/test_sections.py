"""Parts of the graph: together they are the complete graph, and the user's data belongs to the instances."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Store

from locations import EXAMPLES
from spacepact.graph import PREFERRED_LABEL, RDFS_LABEL, sections
from spacepact.graph.store import packaged
from spacepact.stores import folder_load

LABELS = (PREFERRED_LABEL, RDFS_LABEL)


def canonical(store: Store) -> Dataset:
    data = Dataset(store)
    data.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return data


@pytest.mark.parametrize("data", [[], [EXAMPLES]], ids=["packaged", "with data"])
def test_the_parts_are_the_complete_graph(data: list[Path]) -> None:
    complete, joined = packaged(data), Store()
    for name in sections.PARTS:
        part = sections.store([name], data)
        assert 0 < len(part) < len(complete)
        joined.extend(part)
    assert canonical(joined) == canonical(complete)
    assert canonical(sections.store([*sections.PARTS], data)) == canonical(complete)
    without = sections.store([name for name in sections.PARTS if name != "codes"], data)
    assert canonical(without) != canonical(complete)


def test_each_label_is_also_an_rdfs_label() -> None:
    for name in sections.PARTS:
        part = sections.store([name], [EXAMPLES])
        preferred, plain = ({(q.subject, q.object) for q in part.quads_for_pattern(None, p, None)} for p in LABELS)
        assert bool(preferred) == (name in ("vocabulary", "codes", "instances"))
        assert plain == preferred or name == "queries"  # a query has only an rdfs:label


def test_own_data_belongs_to_the_instances_and_gives_facts(tmp_path: Path) -> None:
    folder_load.load_folder(packaged([EXAMPLES]), tmp_path / "store")
    for data in (EXAMPLES, tmp_path / "store"):
        assert canonical(sections.store(["codes"], [data])) == canonical(sections.store(["codes"]))
        for name in ("instances", "derived"):
            assert len(sections.store([name], [data])) > len(sections.store([name]))
            assert canonical(sections.store([name], [data])) == canonical(sections.store([name], [EXAMPLES]))
