"""Write the lists of pages for machines: sitemap, Atom feed of documents, robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from spacepact.rdf import GRAPHS
from spacepact.site.data.dataset import dataset_values
from spacepact.site.model import SiteGraph
from spacepact.terms import GRAPH

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ATOM = "http://www.w3.org/2005/Atom"
_LIMIT = 50_000  # the largest sitemap that the protocol allows


def sitemaps(url: str, pages: Iterable[str], limit: int = _LIMIT) -> dict[str, bytes]:
    """Return ``sitemap.xml``, by its path; if there are more than *limit* pages, an index and several sitemaps.

    *pages* are paths such as ``id/state_spain.html``. *url* is where the site is hosted, ending in ``/``.
    """
    addresses = sorted(url + page.removesuffix("index.html") for page in pages)
    if len(addresses) <= limit:
        return {"sitemap.xml": _sitemap("urlset", "url", addresses)}
    groups = [addresses[start : start + limit] for start in range(0, len(addresses), limit)]
    files = {f"sitemap-{number}.xml": _sitemap("urlset", "url", group) for number, group in enumerate(groups, 1)}
    return {"sitemap.xml": _sitemap("sitemapindex", "sitemap", [url + name for name in files]), **files}


def document_feed(graph: SiteGraph, url: str) -> bytes:
    """Return an Atom feed of the documents, the latest first.

    The time of an entry is the last moment at which its document was published, in UTC. A document without a date of
    publication has no entry. *url* is where the site is hosted, ending in ``/``.
    """
    about = dataset_values(graph)
    documents = [resource for resource in graph.of_kind("document") if resource.iri in graph.published]
    documents.sort(key=lambda document: (graph.published[document.iri], document.iri), reverse=True)
    feed = ET.Element("feed", xmlns=_ATOM)
    ET.SubElement(feed, "id").text = GRAPH
    ET.SubElement(feed, "title").text = f"{about['dcterms:title']}: documents"
    latest = max((graph.published[document.iri] for document in documents), default="1970-01-01T00:00:00")
    ET.SubElement(feed, "updated").text = f"{latest}Z"
    author = ET.SubElement(feed, "author")
    ET.SubElement(author, "name").text = about.get("dcterms:creator", about["dcterms:title"])
    ET.SubElement(feed, "link", rel="self", href=f"{url}feed.xml", type="application/atom+xml")
    ET.SubElement(feed, "link", rel="alternate", href=url, type="text/html")
    for document in documents:
        entry = ET.SubElement(feed, "entry")
        ET.SubElement(entry, "id").text = document.iri
        ET.SubElement(entry, "title").text = document.label
        ET.SubElement(entry, "updated").text = f"{graph.published[document.iri]}Z"
        ET.SubElement(entry, "link", rel="alternate", href=f"{url}{document.path}.html", type="text/html")
        turtle = GRAPHS["ttl"].media_type
        ET.SubElement(entry, "link", rel="alternate", href=f"{url}{document.path}.ttl", type=turtle)
    return _xml(feed)


def robots(url: str) -> bytes:
    """Return ``robots.txt``, which allows everything and names the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {url}sitemap.xml\n".encode()


def _sitemap(root: str, item: str, addresses: Iterable[str]) -> bytes:
    element = ET.Element(root, xmlns=_SITEMAP)
    for address in addresses:
        ET.SubElement(ET.SubElement(element, item), "loc").text = address
    return _xml(element)


def _xml(element: ET.Element) -> bytes:
    ET.indent(element)
    text = ET.tostring(element, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
