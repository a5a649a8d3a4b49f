"""Write triples as Turtle, N-Triples or JSON-LD, and name the formats that a graph can be written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize

from spacepact.terms import PREFIXES

GRAPHS: Mapping[str, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
}

# What a whole graph can be written as; TriG and N-Quads tell its name.
EXPORTS: Mapping[str, RdfFormat] = {
    **GRAPHS,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
}


def graph_text(triples: Iterable[Triple], form: str) -> str:
    """Return triples in one of GRAPHS; Turtle and JSON-LD use the project's prefixes."""
    prefixes = None if form == "nt" else PREFIXES
    text = serialize(triples, format=GRAPHS[form], prefixes=prefixes)
    assert text is not None  # it is where no file is given
    return text.decode("utf-8")
