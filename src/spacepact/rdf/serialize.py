"""Write triples as Turtle, N-Triples or JSON-LD; list the formats for an answer and for an export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Quad, RdfFormat, Triple, serialize

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


def serialized(
    statements: Iterable[Triple] | Iterable[Quad], form: RdfFormat, prefixes: dict[str, str] | None = None
) -> str:
    """Serialize triples or quads as text, in their order."""
    content = serialize(statements, format=form, prefixes=prefixes)
    assert content is not None  # serialize returns None only if it writes to a file
    return content.decode("utf-8")


def graph_text(triples: Iterable[Triple], form: str) -> str:
    """Serialize triples in a format of GRAPHS; Turtle and JSON-LD use the prefixes of the project."""
    return serialized(triples, GRAPHS[form], None if form == "nt" else PREFIXES)


def turtle_blocks(triples: Iterable[Triple], prefixes: dict[str, str]) -> list[str]:
    """Return the Turtle of each subject in the layout of the project, without the declarations of *prefixes*.

    Triples with the same subject must follow each other, and so must those with the same property.
    """
    lines = serialized(triples, RdfFormat.TURTLE, prefixes).split("\n")
    body = "\n".join(line for line in lines if not line.startswith("@prefix "))
    return [f"{block} .\n" for block in body.replace("\n\t", "\n    ").split(" .\n")[:-1]]
