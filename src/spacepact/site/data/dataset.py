"""Describe the dataset of a site: VoID and DCAT as Turtle, schema.org as JSON-LD for the start page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Triple

from spacepact.graph import text_of
from spacepact.rdf import GRAPHS
from spacepact.release import export_text
from spacepact.site.model import SiteGraph
from spacepact.terms import GRAPH, term_node

# What ends a script element or a comment in HTML, and what ends a line in older JavaScript.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def void_text(graph: SiteGraph, url: str) -> str:
    """Return the description of the dataset as Turtle, with its downloads and its page at *url*."""
    dataset = NamedNode(GRAPH)
    dumps = [(term_node("void:dataDump"), NamedNode(f"{url}graph.{form}")) for form in GRAPHS]
    links = [Triple(dataset, name, o) for name, o in [*dumps, (term_node("dcat:landingPage"), NamedNode(url))]]
    return export_text([*graph.download.description, *links], "ttl")


def dataset_json_ld(graph: SiteGraph, url: str) -> str:
    """Return the description of the dataset in schema.org's terms, as JSON-LD that is safe in a ``<script>`` element.

    *url* is where the site is hosted, ending in ``/``. Author and licence are missing if the graph contains the user's
    data. The date is the last at which somebody changed the ontology or encoded a document.
    """
    value = dataset_values(graph).get
    creator = value("dcterms:creator")
    description = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": GRAPH,
        "identifier": GRAPH,
        "url": url,
        "name": value("dcterms:title"),
        "description": value("dcterms:description"),
        "version": value("dcat:version"),
        "license": value("dcterms:license"),
        "creator": creator and {"@type": "Organization", "name": creator},
        "dateModified": _last_change(graph),
        "size": f"{value('void:triples')} triples",
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": syntax.name,
                "encodingFormat": syntax.media_type,
                "contentUrl": f"{url}graph.{form}",
            }
            for form, syntax in GRAPHS.items()
        ],
    }
    return json.dumps({k: v for k, v in description.items() if v}, ensure_ascii=False, indent=1).translate(_ESCAPES)


@lru_cache(maxsize=1)  # each page needs the licence
def dataset_values(graph: SiteGraph) -> Mapping[str, str]:
    """Return the single values of the dataset by the CURIE of the property, such as ``dcterms:license``.

    Author and licence are missing if the graph contains the user's data.
    """
    names = ("dcterms:title", "dcterms:description", "dcterms:creator", "dcterms:license", "dcat:version")
    nodes = {term_node(name): name for name in (*names, "void:triples")}
    about = (triple for triple in graph.download.description if triple.subject == NamedNode(GRAPH))
    return {nodes[triple.predicate]: text_of(triple.object) for triple in about if triple.predicate in nodes}


def _last_change(graph: SiteGraph) -> str:
    """Return the day of the last change that the graph names; empty if it names none."""
    quads = (
        quad
        for name in ("dcterms:modified", "prov:endedAtTime")
        for quad in graph.store.quads_for_pattern(None, term_node(name), None)
    )
    return max((quad.object.value[:10] for quad in quads if isinstance(quad.object, Literal)), default="")
