"""Write the whole graph as one file, the same bytes for the same triples."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple, serialize

from spacepact.errors import BadInput
from spacepact.graph import sections
from spacepact.rdf import EXPORTS, canonicalize
from spacepact.release.dataset_description import describe
from spacepact.terms import GRAPH, PREFIXES

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
# XML 1.0 has no way to write these characters, nor a property whose IRI does not end in a name. Readers
# differ on the names beyond ASCII.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME_AT_END = re.compile(r"[A-Za-z_][\w.\-]*\Z", re.ASCII)


def gather(
    data: Sequence[Path] = (),
    only: Collection[str] = sections.PARTS,
    inferred: Collection[Triple] = (),
    graph: str = GRAPH,
) -> list[Triple]:
    """Return what an export holds: the parts named, own *data* and *inferred* triples, and their description.

    The description is of the dataset called *graph*; `assemble` tells of the names of blank nodes.
    """
    held = {name: sections.store([name], data) for name in sections.PARTS if name in only}
    return assemble(held, inferred, graph, own=bool(data))


def assemble(
    held: Mapping[str, Iterable[Quad]], inferred: Collection[Triple] = (), graph: str = GRAPH, own: bool = False
) -> list[Triple]:
    """Return the triples of the parts *held*, by name, with *inferred* ones and the description of all.

    Blank nodes get names that depend on nothing but what is said of them (RDFC-1.0).
    """
    quads = {name: {*part} for name, part in held.items()}
    everything = {quad.triple for quad in _named(chain.from_iterable(quads.values()))} | set(inferred)
    counts = {name: len(part) for name, part in quads.items()}
    if inferred:
        counts["inferred"] = len(set(inferred))
    return sorted([*everything, *describe(graph, everything, counts, own)], key=str)


def _named(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads with their blank nodes named; to name them it takes only those that have one."""
    unnamed = []
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            unnamed.append(quad)
        else:
            yield quad
    yield from canonicalize(unnamed)


def export_text(triples: Iterable[Triple], form: str, graph: str = GRAPH) -> str:
    """Return triples that `gather` gave in one of EXPORTS; TriG and N-Quads put them into the graph called *graph*.

    Raises BadInput where RDF/XML cannot write a triple.
    """
    by_class_first = form in ("ttl", "trig")  # as people read
    ordered = sorted(triples, key=_for_people if by_class_first else str)
    if form == "rdf":
        _check_xml(ordered)
    name = NamedNode(graph)
    statements = [Quad(t.subject, t.predicate, t.object, name) for t in ordered] if form in ("trig", "nq") else ordered
    written = serialize(statements, format=EXPORTS[form], prefixes=_used(ordered) if form in _PREFIXED else None)
    assert written is not None  # it is where no file is given
    return _LAID_OUT.get(form, str)(written.decode("utf-8"))


def _for_people(triple: Triple) -> tuple[object, ...]:
    return str(triple.subject), triple.predicate != _TYPE, str(triple.predicate), str(triple.object)


def _used(triples: Iterable[Triple]) -> dict[str, str]:
    """Return the prefixes that shorten an IRI in *triples*."""
    terms = {term for triple in triples for term in triple}
    literals = {term.datatype for term in terms if isinstance(term, Literal)}
    bases = {re.split(r"[\w.\-]*\Z", t.value)[0] for t in terms | literals if isinstance(t, NamedNode)}
    return {prefix: base for prefix, base in PREFIXES.items() if base in bases}


def _turtle(text: str) -> str:
    """Return Turtle with its prefixes in order, and an empty line after each thing."""
    lines = text.split("\n")
    count = next(number for number, line in enumerate(lines) if not line.startswith("@prefix "))
    body = "\n".join(lines[count:]).replace(" .\n", " .\n\n").rstrip("\n")
    return "\n".join([*sorted(lines[:count]), "", body, ""])


def _json(text: str) -> str:
    import json

    return json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def _xml(text: str) -> str:
    return text.replace("\r", "&#13;") + "\n"  # else a reader takes it for a line feed


_PREFIXED = ("ttl", "trig", "rdf")
_LAID_OUT = {"ttl": _turtle, "trig": _turtle, "jsonld": _json, "rdf": _xml}


def _check_xml(triples: Iterable[Triple]) -> None:
    for triple in triples:
        if not _NAME_AT_END.search(triple.predicate.value):
            raise BadInput(f"{triple.predicate} cannot be a property in RDF/XML: take another format, such as ttl")
        if isinstance(triple.object, Literal) and _NOT_IN_XML.search(triple.object.value):
            raise BadInput(f"{triple.subject} {triple.predicate}: a character that XML lacks: take another format")
