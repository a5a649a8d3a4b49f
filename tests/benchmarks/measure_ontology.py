"""Print the figures of an ontology for the table in ``ontology/README.md``.

Run ``python tests/benchmarks/measure_ontology.py`` for the packaged ontology. For another ontology, give its files and
the IRI prefix of its terms:
``python tests/benchmarks/measure_ontology.py --terms https://w3id.org/semanticarts/ns/ontology/gist/ gistCore.ttl``
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from spacepact.graph import packaged_files
from spacepact.reason import hermit
from spacepact.terms import SP

WORDS_A_MINUTE = 200
OBO = rdflib.Namespace("http://purl.obolibrary.org/obo/")
CMNS = rdflib.Namespace("https://www.omg.org/spec/Commons/AnnotationVocabulary/")
KINDS = (OWL.Class, RDFS.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, SKOS.Concept)
DEFINITIONS = (
    SKOS.definition,
    OBO.IAO_0000115,
    rdflib.URIRef("http://www.w3.org/ns/prov#definition"),
    RDFS.comment,
)
EXAMPLES = (SKOS.example, OBO.IAO_0000112, CMNS.example)


def measure(files: list[Path], terms: str) -> dict[str, str]:
    """Return the figures of the ontology in *files*, for the terms whose IRIs start with *terms*."""
    data = rdflib.Graph()
    for path in files:
        data.parse(path, format="turtle" if path.suffix == ".ttl" else "xml")
    data.remove((None, OWL.imports, None))
    own = {s for kind in KINDS for s in data.subjects(RDF.type, kind) if str(s).startswith(terms)}
    defined = {term for term in own if any((term, p, None) in data for p in DEFINITIONS)}
    shown = {term for term in own if any((term, p, None) in data for p in EXAMPLES)}
    texts = [str(o) for s, _, o in data if s in own and isinstance(o, rdflib.Literal)]
    words = sum(len(text.split()) for text in texts)
    lines = data.serialize(format="nt", encoding="utf-8")
    ontology = hermit.ontology(quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES))
    return {
        "terms": str(len(own)),
        "defined": f"{len(defined) / len(own):.0%}",
        "with an example": f"{len(shown) / len(own):.0%}",
        "outside OWL 2 DL": str(len(hermit.profile_violations(ontology))),
        "consistent": consistent(ontology),
        "minutes to read": f"{words / WORDS_A_MINUTE:.0f}",
    }


def consistent(ontology: Any) -> str:
    """Return ``yes`` or ``no``, or ``refused`` with the error if HermiT rejects the ontology."""
    try:
        reasoner = hermit.reasoner(ontology)
        return "yes" if reasoner.isConsistent() and reasoner.getUnsatisfiableClasses().isSingleton() else "no"
    except Exception as error:  # HermiT raises many kinds of errors outside OWL 2 DL
        return f"refused ({type(error).__name__.rpartition('.')[2]})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--terms", default=SP)
    options = parser.parse_args()
    figures = measure(options.files or packaged_files.ontology(), options.terms)
    print("| " + " | ".join(figures) + " |")
    print("| " + " | ".join(figures.values()) + " |")


if __name__ == "__main__":
    main()
