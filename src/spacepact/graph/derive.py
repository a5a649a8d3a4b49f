"""Derive facts from claims, and the earliest and latest moments of claims with a time."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, QueryTriples, Store, Triple

from spacepact.errors import BadInput
from spacepact.files import read_text
from spacepact.graph import datatypes, edtf_dates, packaged_files
from spacepact.graph.select import select
from spacepact.terms import PREFIXES, SP, curie

_DATE_TIME = NamedNode(PREFIXES["xsd"] + "dateTime")
_TIMES = """
SELECT ?claim ?date WHERE {
  { ?claim sp:edtf ?date }
  UNION
  { ?claim sp:claimProperty/rdfs:subPropertyOf* sp:date ; sp:claimLiteral ?date }
} ORDER BY ?claim"""


def facts(store: Store) -> list[Triple]:
    """Return the facts that ``ontology/facts.rq`` derives from the claims in *store*.

    A literal that is invalid for its datatype gives no fact: SPARQL cannot check each datatype.
    """
    answer = store.query(read_text(packaged_files.root() / "ontology" / "facts.rq"))
    assert isinstance(answer, QueryTriples)
    valid = {t for t in answer if not isinstance(t.object, Literal) or datatypes.is_valid(t.object)}
    return sorted(valid, key=str)


def moments(store: Store) -> Iterator[Triple]:
    """Yield the earliest and latest moments of the claims in *store* that have a time.

    Raises BadInput with the claim for a date that is not EDTF.
    """
    for row in select(store, _TIMES):
        claim, date = row["claim"], row["date"]
        if not isinstance(claim, NamedNode) or not isinstance(date, Literal):
            continue
        try:
            bounds = edtf_dates.moments(date.value)
        except BadInput as error:
            raise BadInput(f"{curie(claim.value)}: {error}") from error
        for name, moment in zip(("earliest", "latest"), bounds, strict=True):
            if moment is not None:
                yield Triple(claim, NamedNode(SP + name), Literal(moment, datatype=_DATE_TIME))
