"""Describe an export of the graph as a dataset: what it is, whose, and how much of what it holds, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from spacepact.graph import PARTS, packaged_files
from spacepact.terms import PREFIXES, SP, SPID, curie

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_ONTOLOGY = NamedNode(SP.removesuffix("#"))
_INFERRED = {"inferred": "what a reasoner infers"}

_COUNTED = "Counts are of everything in it but this description."
_Said = tuple[str, str, NamedNode | Literal]


def describe(graph: str, whole: Collection[Triple], parts: Mapping[str, int], own: bool = False) -> list[Triple]:
    """Return the description in VoID and DCAT of the dataset *graph*, which holds *whole*, each triple once.

    *parts* are the numbers of triples by name, as in PARTS, or *inferred*; each is a subset. Where one of PARTS
    is missing, the subsets are described and the dataset is only named. *own* says that data of other people is in it,
    for whom neither author nor licence can be told. The counts are of *whole*, without this description.
    """
    said: list[_Said] = [(graph, "rdf:type", _node("void:Dataset"))]
    if parts.keys() >= PARTS.keys():
        said += [*_about(graph, own), *_counts(graph, whole)]
    for name, count in parts.items():
        subset = part_iri(graph, name)
        what = (PARTS | _INFERRED)[name]
        said += [
            (graph, "void:subset", NamedNode(subset)),
            (subset, "rdf:type", _node("void:Dataset")),
            (subset, "dcterms:title", Literal(f"SpacePact: {what}", language="en")),
            (subset, "void:triples", _number(count)),
        ]
    described = {Triple(NamedNode(s), _node(p), o) for s, p, o in said}
    return sorted(described | _declared(described), key=str)


def part_iri(graph: str, name: str) -> str:
    """Return the IRI of a part of the dataset *graph*.

    >>> part_iri("https://w3id.org/spacepact/graph", "codes")
    'https://w3id.org/spacepact/graph#codes'
    """
    return graph + ("/" if "#" in graph else "#") + name.replace("#", "%23")


def _about(graph: str, own: bool) -> Iterator[_Said]:
    from importlib.metadata import metadata

    package = metadata("spacepact")
    title = "SpacePact, with data from elsewhere" if own else "SpacePact"
    yield graph, "rdf:type", _node("dcat:Dataset")
    yield graph, "dcterms:title", Literal(title, language="en")
    yield graph, "dcterms:description", Literal(f"{package['Summary']}. {_COUNTED}", language="en")
    yield graph, "dcat:version", Literal(package["Version"])
    yield graph, "void:vocabulary", _ONTOLOGY
    yield graph, "void:uriSpace", Literal(SPID)
    if not own:
        header = parse(packaged_files.ontology()[0].read_bytes(), RdfFormat.TURTLE)
        for one in (quad for quad in header if quad.subject == _ONTOLOGY):
            name = curie(one.predicate.value)
            if name in ("dcterms:creator", "dcterms:license") and isinstance(one.object, NamedNode | Literal):
                yield graph, name, one.object


def _counts(graph: str, triples: Collection[Triple]) -> Iterator[_Said]:
    """Yield how many triples, subjects, objects, properties and classes there are, and things of each class."""
    things = defaultdict(set)
    for triple in triples:
        if triple.predicate == _TYPE:
            things[triple.object].add(triple.subject)
    counts = {
        "triples": len(triples),
        "distinctSubjects": len({triple.subject for triple in triples}),
        "distinctObjects": len({triple.object for triple in triples}),
        "properties": len({triple.predicate for triple in triples}),
        "classes": len(things),
    }
    for name, count in counts.items():
        yield graph, f"void:{name}", _number(count)
    for kind, members in things.items():
        if isinstance(kind, NamedNode):
            partition = part_iri(graph, curie(kind.value))
            yield graph, "void:classPartition", NamedNode(partition)
            yield partition, "void:class", kind
            yield partition, "void:entities", _number(len(members))


def _declared(triples: Iterable[Triple]) -> set[Triple]:
    """Return the kinds that the terms of VoID and DCAT have in OWL, which the ontology does not declare."""
    foreign = (PREFIXES["void"], PREFIXES["dcat"])
    used = {triple.predicate: "owl:AnnotationProperty" for triple in triples}
    used |= {t.object: "owl:Class" for t in triples if t.predicate == _TYPE and isinstance(t.object, NamedNode)}
    return {Triple(term, _TYPE, _node(kind)) for term, kind in used.items() if term.value.startswith(foreign)}


def _node(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=NamedNode(PREFIXES["xsd"] + "integer"))
