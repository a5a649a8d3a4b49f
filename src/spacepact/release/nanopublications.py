"""Write each claim as a nanopublication, without a signature.

A nanopublication asserts its assertion. So the assertion is the claim, never the triple that the claim is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, Triple

from spacepact.graph import Term
from spacepact.release.dataset_description import part_iri
from spacepact.terms import GRAPH, PREFIXES, RDF_TYPE, SP

_NP, _PROV, _DCTERMS = "http://www.nanopub.org/nschema#", PREFIXES["prov"], PREFIXES["dcterms"]
_LINKS = {"assertion": "hasAssertion", "provenance": "hasProvenance", "pubinfo": "hasPublicationInfo"}
_CLAIM = NamedNode(SP + "Claim")
_About = Mapping[Term, list[Triple]]


def nanopublications(triples: Iterable[Triple], graph: str = GRAPH) -> list[Quad]:
    """Return four named graphs for each claim in *triples*, which are an export of the dataset *graph*.

    The assertion is the claim. The provenance has the passages that the claim comes from, or the record of the
    curator, and the activity that encoded it. The publication information has the dataset, its author and its licence.
    Claims without an IRI are left out. See https://nanopub.net/guidelines.
    """
    about: dict[Term, list[Triple]] = defaultdict(list)
    encodings: dict[Term, set[Term]] = defaultdict(set)
    claims = set()
    for triple in triples:
        about[triple.subject].append(triple)
        if (triple.predicate, triple.object) == (RDF_TYPE, _CLAIM) and isinstance(triple.subject, NamedNode):
            claims.add(triple.subject)
        if triple.predicate.value in (_PROV + "used", _PROV + "generated"):
            encodings[triple.object].add(triple.subject)
    rights = [t for t in about[NamedNode(graph)] if t.predicate.value in (_DCTERMS + "creator", _DCTERMS + "license")]
    quads = {quad for claim in claims for quad in _nanopublication(claim, about, encodings, rights, graph)}
    return sorted(quads, key=str)


def _nanopublication(
    claim: NamedNode, about: _About, encodings: Mapping[Term, set[Term]], rights: list[Triple], graph: str
) -> Iterator[Quad]:
    this, head, *parts = (NamedNode(part_iri(claim.value, name)) for name in ("nanopub", "head", *_LINKS))
    assertion, provenance, publication = parts
    yield Quad(this, RDF_TYPE, NamedNode(_NP + "Nanopublication"), head)
    for link, part in zip(_LINKS.values(), parts, strict=True):
        yield Quad(this, NamedNode(_NP + link), part, head)
    yield from (_quad(triple, assertion) for triple in about[claim])
    sources = _objects(about[claim], "hasEvidence", "hasContext") or _objects(about[claim], "isHeldBy")
    records = {record for source in sources for record in _objects(about.get(source, []), "isPassageOf")} or sources
    activities = {activity for record in records for activity in encodings.get(record, ())}
    for name, origins in (("wasDerivedFrom", sources), ("wasGeneratedBy", activities)):
        for origin in origins:
            yield Quad(assertion, NamedNode(_PROV + name), origin, provenance)
            yield from (_quad(triple, provenance) for triple in about.get(origin, []))
    yield Quad(this, NamedNode(_DCTERMS + "isPartOf"), NamedNode(graph), publication)
    yield from (Quad(this, right.predicate, right.object, publication) for right in rights)


def _quad(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _objects(triples: Iterable[Triple], *names: str) -> set[Term]:
    return {triple.object for triple in triples if triple.predicate.value in {SP + name for name in names}}
