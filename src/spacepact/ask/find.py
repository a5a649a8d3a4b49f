"""Find things and terms by a part of their names."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from spacepact.ask.execute import Table
from spacepact.graph import QueryableStore, Row, matches, select_about, text_of

_CLASSES = "SELECT ?thing ?class WHERE { VALUES ?thing { @these@ } ?thing a ?class }"


def find_things(store: QueryableStore, text: str) -> Table:
    """Return the things and terms with a name that contains *text*: thing, name and class, best match first."""
    wanted = text.strip().casefold()
    hits = matches(store, text)
    hits.sort(key=lambda hit: (hit[1].casefold() != wanted, not hit[1].casefold().startswith(wanted), hit[1], hit[0]))
    classes = _classes(store, {iri for iri, _ in hits})
    rows: list[Row] = []
    for iri, name in hits:
        row: Row = {"thing": NamedNode(iri), "name": Literal(name)}
        if iri in classes:
            row["class"] = NamedNode(classes[iri])
        rows.append(row)
    return Table(["thing", "name", "class"], rows)


def _classes(store: QueryableStore, iris: Iterable[str]) -> dict[str, str]:
    """Return the first class of each thing or term."""
    pairs = [(text_of(row["thing"]), text_of(row["class"])) for row in select_about(store, _CLASSES, iris)]
    return dict(sorted(pairs, reverse=True))
