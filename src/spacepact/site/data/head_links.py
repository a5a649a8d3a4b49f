"""List the links in the head of a page: its data files, and FAIR Signposting of level 1.

See https://signposting.org/FAIR/.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacepact.rdf import GRAPHS
from spacepact.site.data.dataset import dataset_values
from spacepact.site.model import Resource, SiteGraph
from spacepact.terms import GRAPH, PREFIXES

_SCHEMA = PREFIXES["schema"]
_TYPES = {
    "thing": "Thing",
    "document": "CreativeWork",
    "passage": "CreativeWork",
    "claim": "Claim",
    "term": "DefinedTerm",
    "code": "DefinedTerm",
    "query": "SoftwareSourceCode",
}


@dataclass(frozen=True)
class Link:
    """A ``<link>`` element: relation, target, and the media type and title of the target, empty if unknown."""

    rel: str
    href: str
    type: str = ""
    title: str = ""


def head_links(graph: SiteGraph, resource: Resource | None, root: str, url: str) -> list[Link]:
    """Return the links in the head of the page of a resource, or of the start page if *resource* is None.

    *root* is the relative URL of the top of the site, such as ``../``. *url* is where the site is hosted, ending in
    ``/``. Data files have relative URLs, so that they are found wherever the site is copied.
    """
    path, iri = (resource.path, resource.iri) if resource else ("graph", GRAPH)
    files = [(root + f"{path}.{form}", syntax.media_type, syntax.name) for form, syntax in GRAPHS.items()]
    links = [Link("canonical", url + (f"{path}.html" if resource else ""))]
    if iri.startswith(("http://", "https://")):
        links.append(Link("cite-as", iri))
    links += [Link("type", _SCHEMA + "AboutPage"), Link("type", _SCHEMA + _type(resource))]
    if rights := dataset_values(graph).get("dcterms:license"):
        links.append(Link("license", rights))
    links += [Link("alternate", *file) for file in files]
    if resource:
        return [*links, *(Link("describedby", *file) for file in files)]
    return [
        *links,
        Link("alternate", root + "feed.xml", "application/atom+xml", "New documents"),
        Link("describedby", root + "void.ttl", GRAPHS["ttl"].media_type, "Description of the dataset"),
        *(Link("item", *file) for file in files),
    ]


def _type(resource: Resource | None) -> str:
    return _TYPES[resource.kind] if resource else "Dataset"
