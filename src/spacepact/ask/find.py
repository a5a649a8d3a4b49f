"""Find things and terms by a part of their names."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from spacepact.ask.execute import Table
from spacepact.graph import QueryableStore, Row, condition, matches, select_about, text_of


def find_things(store: QueryableStore, text: str) -> Table:
    """Return the things and terms of which a name holds *text*: the thing, the name, the class; best first."""
    wanted = text.strip().casefold()
    hits = [(iri, name) for iri, name in matches(store, condition(wanted)) if wanted in name.casefold()]
    hits.sort(key=lambda hit: (hit[1].casefold() != wanted, not hit[1].casefold().startswith(wanted), hit[1], hit[0]))
    classes = _classes(store, {iri for iri, _ in hits})
    rows: list[Row] = []
    for iri, name in hits:
        node = NamedNode(iri)
        rows.append(
            {"thing": node, "name": Literal(name), "class": NamedNode(classes[iri])}
            if iri in classes
            else {"thing": node}
        )
    return Table(["thing", "name", "class"], rows)


def _classes(store: QueryableStore, iris: Iterable[str]) -> dict[str, str]:
    """Return the first class of each of the things or terms."""
    asked = select_about(store, "SELECT ?thing ?class WHERE { VALUES ?thing { @these@ } ?thing a ?class }", iris)
    rows = [(text_of(row["thing"]), text_of(row["class"])) for row in asked]
    return dict(sorted(rows, reverse=True))
