"""The packaged graph in the embedded engine.

Here: the packaged files, the store in memory or in a folder, the facts and moments derived from claims, EDTF dates,
names of things, the lookup of states and space agencies, and the interface of every store that can be queried.
Not here: named queries and their answers (ask), stores over HTTP (stores).
"""

from __future__ import annotations

from spacepact.graph import names, packaged_files
from spacepact.graph.names import deprecation, labels, matches
from spacepact.graph.queryable import QueryableStore, Solutions, is_table, require_triples
from spacepact.graph.select import Row, Term, select, select_about, sorted_by, text_of
from spacepact.graph.store import (
    PREFERRED_LABEL,
    RDFS_LABEL,
    add_data,
    contains_vocabulary,
    load_turtle,
    packaged,
)
from spacepact.lazy import TYPE_CHECKING, attach

if TYPE_CHECKING:
    from spacepact.graph import datatypes, derive, edtf_dates, engine_forms, sections, store_folder
    from spacepact.graph.derive import facts, moments
    from spacepact.graph.known_things import (
        KnownThing,
        find_known_thing,
        hint_for,
        known_thing,
        local_name,
        nearest_known,
    )
    from spacepact.graph.sections import PARTS
    from spacepact.graph.store_folder import is_store_folder, opened, write_checksums
else:
    __getattr__ = attach(
        __name__, "store_folder", "derive", "known_things", "datatypes", "edtf_dates", "engine_forms", "sections"
    )

__all__ = [
    "PARTS",
    "PREFERRED_LABEL",
    "RDFS_LABEL",
    "KnownThing",
    "QueryableStore",
    "Row",
    "Solutions",
    "Term",
    "add_data",
    "contains_vocabulary",
    "datatypes",
    "deprecation",
    "derive",
    "edtf_dates",
    "engine_forms",
    "facts",
    "find_known_thing",
    "hint_for",
    "is_store_folder",
    "is_table",
    "known_thing",
    "labels",
    "load_turtle",
    "local_name",
    "matches",
    "moments",
    "names",
    "nearest_known",
    "opened",
    "packaged",
    "packaged_files",
    "require_triples",
    "sections",
    "select",
    "select_about",
    "sorted_by",
    "store_folder",
    "text_of",
    "write_checksums",
]
