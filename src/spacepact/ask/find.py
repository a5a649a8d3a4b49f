"""Find things and terms by their names, and claims and terms by their texts."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from spacepact.ask.execute import Table
from spacepact.graph import QueryableStore, Row, matches, names, select_about, text_of

_CLASSES = "SELECT ?thing ?class WHERE { VALUES ?thing { @these@ } ?thing a ?class }"
_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def find_things(store: QueryableStore, text: str) -> Table:
    """Return what has *text* in a name or in a text, best match first.

    Exact names come first, then other names, then documents whose publisher has such a name, then sentences of claims,
    definitions, scope notes and examples. *match* says which, and *position* is the first matching character, from 1.
    """
    wanted = text.strip().casefold()
    named = matches(store, text, fold=False)
    texts = names.texts_with(store, text)
    if not named and not texts:
        named = matches(store, text)
    hits = [(*_rank(name, wanted), iri, name) for iri, name in named]
    publishers = dict(named)
    hits += [(3, "publisher", document, publishers[iri]) for iri, document in names.issued_by(store, publishers)]
    hits += [(4, field, iri, found) for iri, field, found in texts]

    def key(hit: tuple[int, str, str, str]) -> tuple[int, int, str, str]:
        rank, _, iri, found = hit
        return rank, found.casefold().find(wanted) if rank == 4 else 0, found, iri

    classes = _classes(store, {iri for _, _, iri, _ in hits})
    rows: list[Row] = []
    for _, match, iri, found in sorted(hits, key=key):
        position = str(found.casefold().find(wanted) + 1)
        row: Row = {"thing": NamedNode(iri), "text": Literal(found), "match": Literal(match)}
        row["position"] = Literal(position, datatype=_INTEGER)
        if iri in classes:
            row["class"] = NamedNode(classes[iri])
        rows.append(row)
    return Table(["thing", "text", "match", "position", "class"], rows)


def _rank(name: str, wanted: str) -> tuple[int, str]:
    """Return the rank of a match in a name, and what to print for it."""
    if wanted in names.spellings(name):
        return 0, "name"
    return 1 if name.casefold().startswith(wanted) else 2, "part of a name"


def _classes(store: QueryableStore, iris: Iterable[str]) -> dict[str, str]:
    """Return the first class of each thing or term."""
    pairs = [(text_of(row["thing"]), text_of(row["class"])) for row in select_about(store, _CLASSES, iris)]
    return dict(sorted(pairs, reverse=True))
