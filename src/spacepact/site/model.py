"""Read everything that has a page from the graph, once: things, documents, passages, claims, terms, codes, queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Store, Triple

from spacepact.ask import Passage, Query, Table, all_queries, evidence_of, find_query, run_query
from spacepact.graph import Term, labels, select, text_of
from spacepact.site.page_paths import page_paths
from spacepact.terms import GRAPH, PREFIXES, QUERY, SP

# Stances by family. The word of the stance is always shown beside the colour and the line style of the family.
FAMILIES = {
    "done": "stated as holding",
    "committed": "agreed or pledged",
    "planned": "planned, hoped or possible",
    "denied": "denied, declined or not taken",
    "asked": "asked",
}
_FAMILY = {"asserted": "done", "agreed": "committed", "pledged": "committed"}
_FAMILY |= {"denied": "denied", "declined": "denied", "not taken": "denied", "asked": "asked"}

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_IN_SCHEME = NamedNode(PREFIXES["skos"] + "inScheme")
_CLAIM, _PASSAGE, _DOCUMENT = (NamedNode(SP + name) for name in ("Claim", "Passage", "Document"))
_TERM_CLASSES = {PREFIXES["owl"] + n for n in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
_TERM_CLASSES |= {PREFIXES["skos"] + "ConceptScheme"}
_CODE = PREFIXES["skos"] + "Concept"

_PUBLISHED = f"""SELECT ?document ?moment WHERE {{
  ?dating <{SP}claimSubject> ?document ; <{SP}claimProperty> <{SP}publicationDate> ; <{SP}latest> ?moment }}"""


@dataclass(frozen=True)
class Resource:
    """Something with a page.

    *kind* is ``thing``, ``document``, ``passage``, ``claim``, ``term``, ``code`` or ``query``. *path* is that of its
    page, without an extension. *classes* are the IRIs of its classes, or of the code list of a code.
    """

    iri: str
    kind: str
    label: str
    path: str
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """A claim with its texts and its links.

    *stance* is the word of the stance, such as ``hoped`` or ``not taken (planned)``, *family* is a key of FAMILIES.
    *fields* are texts by the names of the columns of ``--evidence``, such as ``holder``. *values* are the terms of its
    properties by their local name, such as ``isHeldBy``. *published* is the last moment at which the document, or the
    source that it relays, was published; empty if unknown. *earliest* and *latest* are the limits of its time; empty if
    open. *is_fact* says that a fact is derived from it.
    """

    iri: str
    path: str
    sentence: str
    stance: str
    family: str
    fields: Mapping[str, str]
    values: Mapping[str, tuple[Term, ...]]
    passages: tuple[Passage, ...]
    context: tuple[Passage, ...]
    published: str
    earliest: str
    latest: str
    is_fact: bool

    @property
    def property(self) -> str:
        """Return the IRI of its property; empty if it has none."""
        return next(iter(self.iris("claimProperty")), "")

    def iris(self, name: str) -> tuple[str, ...]:
        """Return the IRIs among the values of a property, by its local name."""
        return tuple(term.value for term in self.values.get(name, ()) if isinstance(term, NamedNode))


@dataclass(frozen=True)
class Download:
    """What ``spacepact export`` writes: the number of triples, and those that describe the dataset.

    *has_own_data* says whether data of the user are among them.
    """

    size: int
    description: tuple[Triple, ...]
    has_own_data: bool


class SiteGraph:
    """The graph as the pages need it: resources, claims and queries, each by IRI or name, in a fixed order.

    *download* is that of the graph. *published* has the last moment at which a document was published, by its IRI.
    """

    def __init__(self, store: Store, download: Download) -> None:
        self.store = store
        self.download = download
        self.published = {text_of(row["document"]): text_of(row["moment"]) for row in select(store, _PUBLISHED)}
        self.queries: dict[str, Query] = all_queries()
        self.resources: dict[str, Resource] = {r.iri: r for r in _resources(store, self.queries)}
        self.claims: dict[str, Claim] = {claim.iri: claim for claim in _claims(self, self.of_kind("claim"))}

    def of_kind(self, kind: str) -> list[Resource]:
        """Return the resources of a kind, by IRI."""
        return [resource for resource in self.resources.values() if resource.kind == kind]

    def quads(self, iri: str) -> list[Quad]:
        """Return the triples about a resource, in a fixed order."""
        return sorted(self.store.quads_for_pattern(NamedNode(iri), None, None), key=str)

    def label(self, iri: str) -> str:
        """Return the label of a resource; the IRI if it has none."""
        resource = self.resources.get(iri)
        return resource.label if resource else iri


def download_of(export: Sequence[Triple], has_own_data: bool) -> Download:
    """Return the download with the triples that :func:`spacepact.release.gather` returns."""
    about = (t for t in export if isinstance(t.subject, NamedNode) and t.subject.value.startswith(GRAPH))
    return Download(len(export), tuple(about), has_own_data)


def family_of(stance: str) -> str:
    """Return the family of a stance, by its word: a key of FAMILIES; most attitudes are ``planned``.

    >>> family_of("not taken (planned)")
    'denied'
    """
    return _FAMILY.get(stance.partition(" (")[0], "planned")


def _resources(store: Store, queries: Mapping[str, Query]) -> Iterator[Resource]:
    classes: dict[str, list[str]] = defaultdict(list)
    for predicate in (_TYPE, _IN_SCHEME):
        for quad in store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                classes[quad.subject.value].append(quad.object.value)
    kinds = {iri: kind for iri, values in classes.items() if (kind := _kind(iri, values))}
    names = labels(store, map(NamedNode, kinds))
    paths = page_paths(kinds)
    for iri in sorted(kinds):
        label = queries[iri.removeprefix(QUERY)].summary if kinds[iri] == "query" else names.get(iri, iri)
        yield Resource(iri, kinds[iri], label, paths[iri], tuple(sorted(classes[iri])))


def _kind(iri: str, classes: list[str]) -> str:
    """Return the kind of a resource; empty if it gets no page."""
    if iri.startswith(QUERY):
        return "query"
    if iri.startswith(SP):
        return "code" if _CODE in classes else "term" if _TERM_CLASSES.intersection(classes) else ""
    for kind, cls in (("claim", _CLAIM), ("passage", _PASSAGE), ("document", _DOCUMENT)):
        if cls.value in classes:
            return kind
    return "thing" if any(cls.startswith(SP) for cls in classes) else ""


def _claims(graph: SiteGraph, resources: list[Resource]) -> Iterator[Claim]:
    store, published = graph.store, graph.published
    facts = run_query(store, find_query("why").text)
    assert isinstance(facts, Table)
    giving = {text_of(row["claim"]) for row in facts.rows}
    evidence = {item.claim: item for item in evidence_of(store, [resource.iri for resource in resources])}
    for resource in resources:
        item = evidence[resource.iri]
        values: dict[str, list[Term]] = defaultdict(list)
        for quad in store.quads_for_pattern(NamedNode(resource.iri), None, None):
            values[quad.predicate.value.rpartition("#")[2]].append(quad.object)
        sources = [passage.document_iri for passage in item.passages] + [text_of(t) for t in values["isRelayedBy"]]
        moments = [published[source] for source in sources if source in published]
        stance = item.fields.get("stance", "")
        lacks = item.fields.get("lacks")
        yield Claim(
            iri=resource.iri,
            path=resource.path,
            sentence=item.fields.get("sentence", resource.iri),
            stance=f"{stance} ({lacks})" if lacks else stance,
            family=family_of(stance),
            fields=item.fields,
            values={name: tuple(sorted(terms, key=str)) for name, terms in values.items() if terms},
            passages=tuple(item.passages),
            context=tuple(item.context),
            published=min(moments, default=""),
            earliest=text_of(next(iter(values["earliest"]), None)),
            latest=text_of(next(iter(values["latest"]), None)),
            is_fact=resource.iri in giving,
        )
