"""Describe an export as a dataset in VoID and DCAT: title, version, licence, parts and counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from spacepact.graph import PARTS, load_turtle, packaged_files
from spacepact.terms import PREFIXES, RDF_TYPE, SP, SPID, curie, term_node

_ONTOLOGY = NamedNode(SP.removesuffix("#"))
# The parts that options of export add.
ADDED = {"inferred": "what a reasoner infers", "reified": "the triples that claims are about, as triple terms"}
_COUNTED = "Counts are of everything in it but this description."
_Statement = tuple[str, str, NamedNode | Literal]


def describe_dataset(
    graph: str, triples: Collection[Triple], parts: Mapping[str, int], has_user_data: bool = False
) -> list[Triple]:
    """Return the description of the dataset with the IRI *graph* and these distinct triples.

    *parts* are numbers of triples by name (a key of PARTS or ADDED); each part is a subset. If a key
    of PARTS is missing, only the subsets are described. *has_user_data* means that the dataset contains the user's
    data, so neither author nor licence is given. The counts do not include the description.
    """
    rights = () if has_user_data else _rights()
    statements: list[_Statement] = [(graph, "rdf:type", term_node("void:Dataset"))]
    if parts.keys() >= PARTS.keys():
        statements += [*_metadata(graph, has_user_data), *_counts(graph, triples)]
        statements += [(graph, name, value) for name, value in rights]
    for name, count in parts.items():
        subset = part_iri(graph, name)
        title = (PARTS | ADDED)[name]
        statements += [
            (graph, "void:subset", NamedNode(subset)),
            (subset, "rdf:type", term_node("void:Dataset")),
            (subset, "dcterms:title", Literal(f"SpacePact: {title}", language="en")),
            (subset, "void:triples", Literal(count)),
            *((subset, name, value) for name, value in rights),
        ]
    description = {Triple(NamedNode(s), term_node(p), o) for s, p, o in statements}
    return sorted(description | _declarations(description), key=str)


def part_iri(graph: str, name: str) -> str:
    """Return the IRI of a part of the dataset *graph*.

    >>> part_iri("https://w3id.org/spacepact/graph", "codes")
    'https://w3id.org/spacepact/graph#codes'
    """
    return graph + ("/" if "#" in graph else "#") + name.replace("#", "%23")


def _metadata(graph: str, has_user_data: bool) -> Iterator[_Statement]:
    from importlib.metadata import metadata

    package = metadata("spacepact")
    title = "SpacePact, with data from elsewhere" if has_user_data else "SpacePact"
    yield graph, "rdf:type", term_node("dcat:Dataset")
    yield graph, "dcterms:title", Literal(title, language="en")
    yield graph, "dcterms:description", Literal(f"{package['Summary']}. {_COUNTED}", language="en")
    yield graph, "dcat:version", Literal(package["Version"])
    yield graph, "void:vocabulary", _ONTOLOGY
    yield graph, "void:uriSpace", Literal(SPID)


def _rights() -> tuple[tuple[str, NamedNode | Literal], ...]:
    """Return the author and the licence of the ontology, each with its property."""
    about = load_turtle(packaged_files.vocabulary()).quads_for_pattern(_ONTOLOGY, None, None)
    rights = [(curie(q.predicate.value), q.object) for q in about]
    names = ("dcterms:creator", "dcterms:license")
    return tuple((name, o) for name, o in rights if name in names and isinstance(o, NamedNode | Literal))


def _counts(graph: str, triples: Collection[Triple]) -> Iterator[_Statement]:
    """Yield the numbers of triples, subjects, objects, properties and classes; things by class, triples by property."""
    things = defaultdict(set)
    for triple in triples:
        if triple.predicate == RDF_TYPE:
            things[triple.object].add(triple.subject)
    uses = Counter(triple.predicate for triple in triples)
    counts = {
        "triples": len(triples),
        "distinctSubjects": len({triple.subject for triple in triples}),
        "distinctObjects": len({triple.object for triple in triples}),
        "properties": len(uses),
        "classes": len(things),
    }
    for name, count in counts.items():
        yield graph, f"void:{name}", Literal(count)
    for cls, members in things.items():
        if isinstance(cls, NamedNode):
            partition = part_iri(graph, curie(cls.value))
            yield graph, "void:classPartition", NamedNode(partition)
            yield partition, "void:class", cls
            yield partition, "void:entities", Literal(len(members))
    for predicate, count in uses.items():
        partition = part_iri(graph, f"property-{curie(predicate.value)}")
        yield graph, "void:propertyPartition", NamedNode(partition)
        yield partition, "void:property", predicate
        yield partition, "void:triples", Literal(count)


def _declarations(triples: Iterable[Triple]) -> set[Triple]:
    """Return the OWL declarations of the VoID and DCAT terms in use, which the ontology does not contain."""
    foreign = (PREFIXES["void"], PREFIXES["dcat"])
    kinds = {triple.predicate: "owl:AnnotationProperty" for triple in triples}
    kinds |= {t.object: "owl:Class" for t in triples if t.predicate == RDF_TYPE and isinstance(t.object, NamedNode)}
    return {Triple(term, RDF_TYPE, term_node(kind)) for term, kind in kinds.items() if term.value.startswith(foreign)}
