"""The parts that the graph is made of, to be taken one by one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from pyoxigraph import Store

from spacepact import folders, graph

# By name: what is in it. Together they are the whole graph.
PARTS = {
    "vocabulary": "the ontology",
    "codes": "the code lists",
    "instances": "things, documents, passages and claims, with data of one's own",
    "derived": "the facts and moments that follow from the claims",
    "queries": "the named queries as resources",
}


def store(parts: Collection[str], data: Sequence[Path] = ()) -> Store:
    """Return a store that holds these parts of the graph.

    *data* of one's own, as in `graph.packaged`, belongs to the instances; facts and moments are
    derived over everything, be it among the parts or not.

    >>> len(store(["codes"])) < len(store(["codes", "vocabulary"]))
    True
    """
    if set(parts) == set(PARTS):
        return graph.packaged(data)
    core, codes = folders.ontology()
    files = {
        "vocabulary": [core],
        "codes": [codes],
        "instances": folders.written_instances(),
        "derived": [] if data else [folders.derived()],
        "queries": [folders.query_resources()],
    }
    chosen = graph.load(path for name in PARTS if name in parts for path in files[name])
    if data and "instances" in parts:
        graph.add_own(data, chosen)
    if data and "derived" in parts:
        everything = graph.load(folders.written())
        graph.add_own(data, everything)
        chosen.extend(graph.derived(everything))
    return chosen
