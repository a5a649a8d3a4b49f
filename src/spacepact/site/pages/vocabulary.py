"""Describe the terms and codes of the vocabulary: definition, notes, axioms, and the claims that use them."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from pyoxigraph import BlankNode, NamedNode

from spacepact.graph import text_of
from spacepact.site.model import Claim, Resource
from spacepact.site.pages.claim_index import in_order
from spacepact.site.pages.links import Links
from spacepact.terms import PREFIXES, SP

_NOT_LISTED = {PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label", PREFIXES["rdfs"] + "isDefinedBy"}
_NOT_LISTED |= {PREFIXES["skos"] + name for name in ("prefLabel", "definition", "scopeNote", "example", "topConceptOf")}
_SUBCLASS, _SUBPROPERTY = (NamedNode(PREFIXES["rdfs"] + name) for name in ("subClassOf", "subPropertyOf"))
_IN_SCHEME = NamedNode(PREFIXES["skos"] + "inScheme")
_KINDS = {"Class": "class", "ObjectProperty": "object property", "DatatypeProperty": "datatype property"}
_KINDS |= {"AnnotationProperty": "annotation property", "ConceptScheme": "code list", "Concept": "code"}
_PREDICATES = {
    "domainIncludes": "used with",
    "rangeIncludes": "values",
    "domain": "domain",
    "range": "range",
    "subClassOf": "subclass of",
    "subPropertyOf": "subproperty of",
    "inverseLabel": "read from its object",
    "disjointWith": "disjoint with",
    "inScheme": "code list",
    "notation": "notation",
}


@dataclass(frozen=True)
class TermView:
    """A term or code. *uses* are the claims that use it, *members* the codes of a code list or the narrower terms."""

    resource: Resource
    kind: str
    anchor: str
    definition: str
    notes: list[str]
    examples: list[str]
    axioms: list[tuple[str, list[Markup]]]
    members: list[str]
    uses: list[Claim]


def term_view(resource: Resource, links: Links) -> TermView:
    """Return a term or code with what the vocabulary says about it."""
    store, node = links.graph.store, NamedNode(resource.iri)

    def texts(name: str) -> list[str]:
        predicate = NamedNode(PREFIXES["skos"] + name)
        return sorted(text_of(quad.object) for quad in store.quads_for_pattern(node, predicate, None))

    axioms: dict[str, list[Markup]] = {}
    for quad in links.graph.quads(resource.iri):
        if quad.predicate.value not in _NOT_LISTED and not isinstance(quad.object, BlankNode):
            name = quad.predicate.value
            title = _PREDICATES.get(name.rpartition("#")[2].rpartition("/")[2], "") or links.name(name)
            axioms.setdefault(title, []).append(links.term(quad.object))
    members = [
        text_of(quad.subject)
        for predicate in (_SUBCLASS, _SUBPROPERTY, _IN_SCHEME)
        for quad in store.quads_for_pattern(None, predicate, node)
        if text_of(quad.subject) in links.graph.resources
    ]
    uses = {
        c.iri: c for name, claims in links.index.uses.get(resource.iri, {}).items() if name != "type" for c in claims
    }
    return TermView(
        resource=resource,
        kind=next((_KINDS[name] for iri in resource.classes if (name := iri.rpartition("#")[2]) in _KINDS), "term"),
        anchor=resource.iri.removeprefix(SP),
        definition=next(iter(texts("definition")), ""),
        notes=texts("scopeNote"),
        examples=texts("example"),
        axioms=list(axioms.items()),
        members=sorted(members, key=links.name),
        uses=in_order(uses.values()),
    )
