"""Write all terms and codes as one HTML page with pyLODE: ``python -m spacepact_tools.terms_page terms.html``.

pyLODE shows the classes and properties of one ontology. This page also has the code lists and the annotations of the
project, and its anchors are the local names of the terms (``#isSignatoryOf``). It omits the declarations of terms of
other vocabularies.
"""

from __future__ import annotations

import logging
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacepact.errors import BadInput, SpacepactError
from spacepact.files import write_atomically
from spacepact.graph import packaged_files
from spacepact.terms import SP

if TYPE_CHECKING:
    import rdflib

ANNOTATIONS = ("inverseLabel", "isDerivable", "givesFacts", "isSingleValued", "impliesStage")
# Labels for properties to which pyLODE gives no label, or a label in jargon.
LABELS = {
    "http://purl.org/dc/terms/isReplacedBy": "replaced by",
    "http://www.w3.org/2002/07/owl#deprecated": "deprecated",
    "https://schema.org/domainIncludes": "said of",
    "https://schema.org/rangeIncludes": "with as object",
    "https://w3id.org/profile/ontdoc/inDomainIncludesOf": "has properties",
    "https://w3id.org/profile/ontdoc/inRangeIncludesOf": "object of",
}


def own_terms() -> rdflib.Graph:
    """Return all terms and one header, without the types of foreign terms and without ``rdfs:isDefinedBy``."""
    import rdflib
    from rdflib.namespace import OWL, RDF, RDFS

    data = rdflib.Graph(bind_namespaces="core")
    for path in packaged_files.ontology():
        data.parse(path)
    for header in list(data.subjects(RDF.type, OWL.Ontology)):
        if header != rdflib.URIRef(SP.removesuffix("#")):  # pyLODE would mix the titles of all headers
            data.remove((header, None, None))
    for term, _, kind in list(data.triples((None, RDF.type, None))):
        if isinstance(term, rdflib.URIRef) and not term.startswith(SP) and kind != OWL.Ontology:
            data.remove((term, RDF.type, kind))
    data.remove((None, RDFS.isDefinedBy, None))
    return data


def page() -> str:
    """Return the page as HTML. Raises BadInput if pyLODE is not installed."""
    try:
        from pylode import OntPub
        from pylode.rdf_elements import CLASS_PROPS, PROP_PROPS
        from pylode.utils import section_html
    except ImportError as error:
        raise BadInput("pyLODE is not installed: run pip install 'spacepact[docs]'") from error
    from dominate.tags import a, h4, li, p, ul
    from rdflib import Namespace, URIRef
    from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

    sp = Namespace(SP)
    deprecation = [OWL.deprecated, DCTERMS.isReplacedBy]
    annotations = [sp[name] for name in ANNOTATIONS]
    kinds = {
        "Classes": (OWL.Class, [*CLASS_PROPS, *deprecation]),
        "Object Properties": (OWL.ObjectProperty, [*PROP_PROPS, *annotations, *deprecation]),
        "Datatype Properties": (OWL.DatatypeProperty, [*PROP_PROPS, *annotations, *deprecation]),
        "Annotation Properties": (OWL.AnnotationProperty, [*PROP_PROPS, *deprecation]),
    }
    data = own_terms()
    lists = list(data.subjects(RDF.type, SKOS.ConceptScheme))
    for scheme in lists:  # pyLODE would treat each as the ontology
        data.remove((scheme, RDF.type, SKOS.ConceptScheme))

    class Page(OntPub):  # type: ignore[misc]  # pyLODE has no types
        def _make_main_sections(self) -> None:
            for title, (kind, properties) in kinds.items():
                self._add(title, kind, properties, title.replace(" ", "").lower())
            for scheme in lists:
                for code in self.ont.subjects(SKOS.inScheme, scheme):
                    self.ont.add((code, RDF.type, OWL.NamedIndividual))
                title, about = (str(self.ont.value(scheme, part)) for part in (SKOS.prefLabel, SKOS.definition))
                properties = [DCTERMS.description, SKOS.scopeNote, SKOS.example, sp.commitmentRank, *deprecation]
                self._add(f"Codes: {title}", OWL.NamedIndividual, properties, str(scheme).removeprefix(SP), about)
                self.ont.remove((None, RDF.type, OWL.NamedIndividual))

        def _add(self, title: str, kind: Any, properties: list[Any], anchor: str, about: str = "") -> None:
            graphs = (self.ont, self.back_onts, self.ns)
            properties = [DCTERMS.title, *properties]
            section = section_html(title, *graphs, kind, properties, self.toc, anchor, self.fids, self.props_labeled)
            if about:
                section.children.insert(1, p(about))
            self.content.add(section)

        def _make_toc(self) -> None:
            super()._make_toc()
            contents = self.doc.body.get(id="toc")[0].get("ul", cls="first")[0]
            for scheme in lists:
                anchor = str(scheme).removeprefix(SP)
                entry = li(h4(a(f"Codes: {self.ont.value(scheme, SKOS.prefLabel)}", href=f"#{anchor}")))
                entry.add(ul([li(a(title, href=place)) for place, title in self.toc[anchor]], _class="second"))
                contents.children.insert(-2, entry)  # before the namespaces and the legend, as on the page

    document = Page(data)
    document.fids |= {str(term): str(term).removeprefix(SP) for term in data.subjects() if str(term).startswith(SP)}
    for term in (*annotations, sp.commitmentRank):
        title, about = (data.value(term, part) for part in (SKOS.prefLabel, SKOS.definition))
        document.props_labeled[term] = {"title": title, "description": about, "ont_title": "SpacePact"}
    for iri, label in LABELS.items():
        document.props_labeled[URIRef(iri)] = {"title": label, "description": label, "ont_title": "SpacePact"}
    return str(document.make_html())


def main() -> None:
    """Write the page to a file."""
    parser = ArgumentParser(
        prog="python -m spacepact_tools.terms_page", description="Write all terms and codes as one HTML page."
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the HTML file to write")
    file = parser.parse_args().file
    logging.disable(logging.INFO)  # the import of pyLODE enables debug output of all libraries
    try:
        write_atomically(file, page())
    except SpacepactError as error:
        print(f"spacepact: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
