"""Write the complete graph as one file, the same bytes for the same triples."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Triple, serialize

from spacepact.errors import BadInput
from spacepact.graph import PARTS, sections
from spacepact.rdf import EXPORTS, blank_nodes, canonicalize, not_in_xml, serialized
from spacepact.release.dataset_description import describe_dataset
from spacepact.release.reifiers import reifiers
from spacepact.terms import GRAPH, RDF_TYPE, prefixes

# XML 1.0 cannot write a property whose IRI does not end in an XML name. Readers disagree about names with characters
# outside ASCII.
_NAME_AT_END = re.compile(r"[A-Za-z_][\w.\-]*\Z", re.ASCII)


def gather(
    data: Sequence[Path] = (),
    only: Collection[str] = PARTS,
    inferred: Collection[Triple] = (),
    graph: str = GRAPH,
    reified: bool = False,
) -> list[Triple]:
    """Return the triples to export: the parts *only*, the user's *data*, *inferred* triples, and a description.

    *graph* is the IRI of the described dataset. *reified* adds the triples of :func:`reifiers`. Blank nodes get
    canonical names, see :func:`assemble`.
    """
    # The derived part comes before the instances, because deriving it loads the complete graph.
    parts = {name: _part(name, data) for name in sorted(PARTS) if name in only}
    return assemble(parts, inferred, graph, bool(data), reified)


def _part(name: str, data: Sequence[Path]) -> Iterator[Quad]:
    """Yield a part of the graph; it is loaded only while it is read."""
    yield from sections.triples([name], data)


def assemble(
    parts: Mapping[str, Iterable[Quad]],
    inferred: Collection[Triple] = (),
    graph: str = GRAPH,
    has_user_data: bool = False,
    reified: bool = False,
) -> list[Triple]:
    """Return the sorted triples of *parts*, *inferred* triples, their reifiers if *reified*, and their description.

    The quads of a part must be distinct. Blank nodes are named as by :func:`canonicalize`, so their names depend only
    on the triples.
    """
    triples, blank, counts = set(inferred), set(), dict.fromkeys(parts, 0)
    for name, quads in parts.items():
        for quad in quads:
            counts[name] += 1
            if blank_nodes(quad):
                blank.add(quad)
            else:
                triples.add(quad.triple)
    triples.update(quad.triple for quad in canonicalize(blank))
    if inferred:
        counts["inferred"] = len(set(inferred))
    if reified:
        terms = reifiers(triples)
        triples |= terms
        counts["reified"] = len(terms)
    return sorted([*triples, *describe_dataset(graph, triples, counts, has_user_data)], key=str)


def export_text(triples: Iterable[Triple], form: str, graph: str = GRAPH) -> str:
    """Return what :func:`export_bytes` returns as text."""
    return export_bytes(triples, form, graph).decode("utf-8")


def export_bytes(triples: Iterable[Triple], form: str, graph: str = GRAPH) -> bytes:
    """Return triples from :func:`gather` in one of EXPORTS; TriG and N-Quads put them into the graph *graph*.

    Raises BadInput if RDF/XML cannot write a triple.
    """
    is_for_reading = form in ("ttl", "trig")
    ordered = sorted(triples, key=_class_first if is_for_reading else str)
    if form == "rdf":
        _check_xml(ordered)
    if form == "jsonld":
        return _json_ld(ordered)
    name = NamedNode(graph)
    statements = [Quad(t.subject, t.predicate, t.object, name) for t in ordered] if form in ("trig", "nq") else ordered
    prefixes = _prefixes(ordered) if is_for_reading or form == "rdf" else None
    content = serialize(statements, format=EXPORTS[form], prefixes=prefixes)
    assert content is not None  # serialize returns None only if it writes to a file
    if is_for_reading:
        return _spaced(content.decode("utf-8")).encode("utf-8")
    # XML readers turn a literal carriage return into a line feed.
    return content.replace(b"\r", b"&#13;") + b"\n" if form == "rdf" else content


def trig_text(quads: Iterable[Quad]) -> str:
    """Return the quads of several named graphs as TriG."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), *_class_first(quad.triple)))
    text = serialized(ordered, EXPORTS["trig"], _prefixes(quad.triple for quad in ordered))
    return _spaced(text).replace("\n\n}\n", "\n}\n\n").rstrip("\n") + "\n"


def _class_first(triple: Triple) -> tuple[object, ...]:
    return str(triple.subject), triple.predicate != RDF_TYPE, str(triple.predicate), str(triple.object)


def _prefixes(triples: Iterable[Triple]) -> dict[str, str]:
    """Return the prefixes that shorten an IRI in *triples*."""
    terms = {term for triple in triples for term in triple}
    datatypes = {term.datatype for term in terms if isinstance(term, Literal)}
    bases = {re.split(r"[\w.\-]*\Z", t.value)[0] for t in terms | datatypes if isinstance(t, NamedNode)}
    return {prefix: base for prefix, base in prefixes().items() if base in bases}


def _spaced(turtle: str) -> str:
    """Return Turtle with sorted prefixes and an empty line after each subject."""
    lines = turtle.split("\n")
    count = next(number for number, line in enumerate(lines) if not line.startswith("@prefix "))
    body = "\n".join(lines[count:]).replace(" .\n", " .\n\n").rstrip("\n")
    return "\n".join([*sorted(lines[:count]), "", body, ""])


def _json_ld(ordered: Iterable[Triple]) -> bytes:
    """Return sorted triples as indented JSON-LD, written subject by subject to save memory."""
    import json

    objects = []
    for _, triples in groupby(ordered, key=lambda triple: triple.subject):
        text = json.dumps(json.loads(serialized(triples, EXPORTS["jsonld"])), ensure_ascii=False, indent=1)
        objects.append(text.removeprefix("[").removesuffix("\n]").encode("utf-8"))
    return b"[%b\n]\n" % b",".join(objects) if objects else b"[]\n"


def _check_xml(triples: Iterable[Triple]) -> None:
    for triple in triples:
        if not _NAME_AT_END.search(triple.predicate.value):
            raise BadInput(f"RDF/XML cannot write the property {triple.predicate}: choose another format, such as ttl")
        if isinstance(triple.object, Literal) and not_in_xml(triple.object.value):
            where = f"{triple.subject} {triple.predicate}"
            raise BadInput(f"{where}: XML cannot write a character of this literal: choose another format")
