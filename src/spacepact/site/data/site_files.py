"""List the files of the site that belong to no page: downloads, descriptions, feeds, redirect rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Triple

from spacepact.graph import load_turtle, packaged_files
from spacepact.rdf import GRAPHS, canonicalize
from spacepact.release import export_bytes
from spacepact.site.data import feeds, redirect_rules
from spacepact.site.data.dataset import dataset_values, void_text
from spacepact.site.data.descriptions import texts
from spacepact.site.model import SiteGraph

_ONTOLOGY_PAGE = "ontology.html"


def graph_files(export: Iterable[Triple]) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of the graph in each format, from the triples of an export."""
    for form in GRAPHS:
        yield f"graph.{form}", export_bytes(export, form)


def site_files(graph: SiteGraph, url: str, paths: Iterable[str]) -> dict[str, bytes]:
    """Return the files by path: the ontology, descriptions, sitemap, feed, robots.txt and redirect rules.

    *url* is where the site is hosted, ending in ``/``. *paths* are those of the pages, such as ``id/state_spain.html``.
    The redirect rules are for an Apache server that hosts the site; if this is not w3id.org, the folder
    ``w3id.org/spacepact`` has the rules to submit to w3id.org. The IRI of the ontology redirects to ``ontology.html``
    if it is one of the pages, otherwise to the start page.
    """
    pages = sorted(paths)
    ontology = _ONTOLOGY_PAGE if _ONTOLOGY_PAGE in pages else ""
    resources = list(graph.resources.values())
    files: dict[str, bytes] = {}
    for path, triples in _ontologies():
        files |= {f"{path}.{form}": content for form, content in texts(triples).items()}
    files |= {
        "void.ttl": void_text(graph, url).encode(),
        "feed.xml": feeds.document_feed(graph, url),
        "robots.txt": feeds.robots(url),
        ".htaccess": redirect_rules.site_rules(url, resources, ontology).encode(),
        **feeds.sitemaps(url, (page for page in pages if page != "404.html")),
    }
    if url != redirect_rules.NAMESPACE:
        folder = "w3id.org/spacepact/"
        author = dataset_values(graph).get("dcterms:creator", "")
        files[f"{folder}.htaccess"] = redirect_rules.permanent_rules(url, resources, ontology).encode()
        files[f"{folder}README.md"] = redirect_rules.permanent_readme(url, author).encode()
    return files


def _ontologies() -> Iterator[tuple[str, list[Triple]]]:
    """Yield the ontology with its codes, each of its files, the bridges, and the shapes: path and triples."""
    folder = packaged_files.root() / "ontology"
    yield "ontology", _triples(packaged_files.ontology())
    for file in [*packaged_files.ontology(), *sorted((folder / "bridges").glob("*.ttl")), packaged_files.shapes()]:
        path = file.relative_to(folder).with_suffix("").as_posix()
        if path != "cooperation":  # its IRI is that of the ontology
            yield path if path == "shapes" else f"ontology/{path}", _triples([file])


def _triples(files: Iterable[Path]) -> list[Triple]:
    return [quad.triple for quad in canonicalize(load_turtle(files))]
