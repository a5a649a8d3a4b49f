"""Load selected parts of the graph."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from pyoxigraph import Dataset, Quad, Store

from spacepact.graph import engine_forms, packaged_files
from spacepact.graph.store import add_data, derive_all, labelled, load_turtle, packaged

# The description of each part by name. Together they are the complete graph.
PARTS = {
    "vocabulary": "the ontology",
    "codes": "the code lists",
    "instances": "things, documents, passages and claims",
    "derived": "the facts and moments derived from the claims",
    "queries": "the named queries as resources",
}


def store(parts: Collection[str], data: Sequence[Path] = ()) -> Store:
    """Return a store with these parts of the graph.

    The user's *data*, as in :func:`store.packaged`, belongs to the part *instances*. Facts and moments
    are always derived from the complete graph and the data, whichever parts are selected. Each part has its labels
    also as rdfs:label.

    >>> len(store(["codes"])) < len(store(["codes", "vocabulary"]))
    True
    """
    return _gathered(parts, data)[0]


def triples(parts: Collection[str], data: Sequence[Path] = ()) -> Store | Dataset:
    """Return these parts of the graph as :func:`store` does, with the literals of *data* in their original form."""
    return engine_forms.restored(*_gathered(parts, data))


def _gathered(parts: Collection[str], data: Sequence[Path]) -> tuple[Store, list[Quad]]:
    """Return a store with these parts, and the triples that were read from the user's files."""
    if set(parts) == set(PARTS) and not data:
        return packaged(), []
    files = {
        "vocabulary": packaged_files.vocabulary(),
        "codes": packaged_files.codes(),
        "instances": packaged_files.written_instances(),
        "derived": [] if data else [packaged_files.derived()],
        "queries": [packaged_files.query_resources()],
    }
    chosen = load_turtle(path for name in PARTS if name in parts for path in files[name])
    quads = add_data(data, chosen) if data and "instances" in parts else []
    if data and "derived" in parts:
        everything = load_turtle(packaged_files.written())
        add_data(data, everything)
        chosen.extend(derive_all(everything))
    return labelled(chosen), quads
