"""Write triples as Turtle, N-Triples or JSON-LD; list the formats for an answer and for an export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize

from spacepact.terms import PREFIXES

GRAPHS: Mapping[str, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
}

# The formats of an export; TriG and N-Quads include the name of the graph.
EXPORTS: Mapping[str, RdfFormat] = {
    **GRAPHS,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
}

# The formats of an export that can have triple terms.
RDF12 = ("ttl", "nt")


def graph_text(triples: Iterable[Triple], form: str) -> str:
    """Serialize triples in a format of GRAPHS; Turtle and JSON-LD use the prefixes of the project."""
    prefixes = None if form == "nt" else PREFIXES
    text = serialize(triples, format=GRAPHS[form], prefixes=prefixes)
    assert text is not None  # serialize returns None only if it writes to a file
    return text.decode("utf-8")
