"""Check that the dates of new claims are EDTF dates that exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Store

from spacepact.errors import BadInput
from spacepact.graph import edtf_dates, select
from spacepact.rdf import LocatedTriple
from spacepact.terms import PREFIXES, SP
from spacepact.validate.findings import Finding, triple_text

_EDTF, _LITERAL, _PROPERTY = (NamedNode(SP + name) for name in ("edtf", "claimLiteral", "claimProperty"))
_DATE_PROPERTIES = f"SELECT ?property {{ ?property <{PREFIXES['rdfs']}subPropertyOf>* <{SP}date> }}"


def check(triples: Iterable[LocatedTriple], store: Store) -> Iterator[Finding]:
    """Yield a finding for each date in *triples* that does not exist; *store* has the properties of the claims."""
    properties = {row["property"] for row in select(store, _DATE_PROPERTIES)}
    for located in triples:
        claim, link, date = located.triple
        stated = (q.object for q in store.quads_for_pattern(claim, _PROPERTY, None) if link == _LITERAL)
        if isinstance(date, Literal) and (link == _EDTF or not properties.isdisjoint(stated)):
            try:
                edtf_dates.moments(date.value)
            except BadInput as error:
                text = triple_text(located.triple)
                yield Finding(located.path, located.line, located.column, "error", str(error), "edtf", text)
