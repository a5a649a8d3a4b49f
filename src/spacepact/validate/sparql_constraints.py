"""Run the SPARQL constraints of shapes, each once for all changed focus nodes, in the embedded engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, Store

from spacepact.graph import text_of
from spacepact.terms import PREFIXES, curie
from spacepact.validate.findings import Result
from spacepact.validate.shapes import Constraint, ShapeResult, Term

COMPONENT = PREFIXES["sh"] + "SPARQLConstraintComponent"


def results(constraints: Iterable[Constraint], store: Store) -> Iterator[ShapeResult]:
    """Yield the results of *constraints* on the changed nodes in *store*."""
    for constraint in constraints:
        rows = store.query(constraint.query)
        assert isinstance(rows, QuerySolutions)
        names = [variable.value for variable in rows.variables]
        for row in rows:
            if row["this"] is not None:  # an aggregate without groups gives an empty row
                yield _result(constraint, row, names)


def _result(constraint: Constraint, row: QuerySolution, names: list[str]) -> ShapeResult:
    terms = {name: row[name] for name in names if row[name] is not None}
    focus, path, value = terms["this"], terms.get("path"), terms.get("value")
    return ShapeResult(
        Result(
            str(focus),
            str(path) if path else None,
            str(value or focus),  # as SHACL says
            COMPONENT,
            f"<{constraint.iri}>" if constraint.iri else "_:",
        ),
        focus,
        path,
        value,
        tuple(t for n, t in terms.items() if n not in ("this", "path", "value") and isinstance(t, NamedNode)),
        constraint.severity,
        re.sub(r"\{[?$](\w+)\}", lambda name: _text(terms.get(name[1])), constraint.message),
        constraint.iri,
    )


def _text(term: Term | None) -> str:
    if isinstance(term, NamedNode):
        return curie(term.value)
    return re.sub(r"https?://[^\s,;]*[\w/#]", lambda iri: curie(iri[0]), text_of(term))  # a query can join texts
