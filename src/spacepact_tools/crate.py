"""Describe the folder of a release as an RO-Crate, and in VoID and DCAT."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from spacepact.release import export_text
from spacepact.terms import GRAPH, PREFIXES

METADATA = "ro-crate-metadata.json"
_CONTEXT, _MORE_TERMS = "https://w3id.org/ro/crate/1.1/context", {"sha256": "http://schema.org/sha256"}
CC_BY, APACHE = "https://creativecommons.org/licenses/by/4.0/", "https://www.apache.org/licenses/LICENSE-2.0"
_PROJECT = "https://w3id.org/spacepact/"
_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".whl": "application/zip",
    ".gz": "application/gzip",
    ".md": "text/markdown",
    ".cff": "application/yaml",
}
_KINDS = {
    ".whl": "The Python package, with the graph",
    ".gz": "The source of the Python package, with the graph",
    ".md": "Release notes",
    ".cff": "How to cite SpacePact",
}


def media_type(file: Path) -> str:
    """Return the media type of a file of a release by its extension; RDF 1.2 has a parameter."""
    return _MEDIA_TYPES.get(file.suffix, "text/plain") + (";version=1.2" if "-rdf12." in file.name else "")


def sha256(file: Path) -> str:
    """Return the SHA-256 digest of a file, in lower-case hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def description(triples: Iterable[Triple], files: Iterable[Path], date: str) -> str:
    """Return the description of the dataset that is part of *triples*, with each file as a distribution, as Turtle."""
    described = {triple for triple in triples if str(triple.subject).startswith(f"<{GRAPH}")}
    return export_text(described | set(_distributions(files, date)), "ttl")


def _distributions(files: Iterable[Path], date: str) -> Iterator[Triple]:
    dcat, dcterms, kind = PREFIXES["dcat"], PREFIXES["dcterms"], PREFIXES["rdf"] + "type"
    day = Literal(date, datatype=NamedNode(PREFIXES["xsd"] + "date"))
    yield _triple(GRAPH, dcterms + "issued", day)
    for file in files:
        this, checksum = f"{GRAPH}#{file.name}", f"{GRAPH}#{file.name}-sha256"
        digest = Literal(sha256(file), datatype=NamedNode(PREFIXES["xsd"] + "hexBinary"))
        media = f"https://www.iana.org/assignments/media-types/{media_type(file).partition(';')[0]}"
        yield _triple(GRAPH, dcat + "distribution", NamedNode(this))
        yield _triple(this, kind, NamedNode(dcat + "Distribution"))
        yield _triple(this, dcterms + "title", Literal(file.name))
        yield _triple(this, dcterms + "license", NamedNode(CC_BY))
        yield _triple(this, dcat + "mediaType", NamedNode(media))
        yield _triple(this, dcat + "byteSize", Literal(file.stat().st_size))
        yield _triple(this, _SPDX + "checksum", NamedNode(checksum))
        yield _triple(checksum, kind, NamedNode(_SPDX + "Checksum"))
        yield _triple(checksum, _SPDX + "algorithm", NamedNode(_SPDX + "checksumAlgorithm_sha256"))
        yield _triple(checksum, _SPDX + "checksumValue", digest)


def _triple(subject: str, name: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(name), value)


def crate(folder: Path, citation: Mapping[str, Any], about: str) -> str:
    """Return the RO-Crate 1.1 metadata of a folder: each file, and each folder in it as one dataset.

    *citation* is the content of CITATION.cff, *about* a sentence about the project.
    """
    parts = [_part(path) for path in sorted(folder.iterdir()) if path.name != METADATA]
    (author,) = citation["authors"]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": citation["title"],
        "description": f"{about}.",
        "version": citation["version"],
        "datePublished": str(citation["date-released"]),
        "license": {"@id": CC_BY},
        "author": {"@id": _PROJECT},
        "publisher": {"@id": _PROJECT},
        "keywords": ", ".join(citation["keywords"]),
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }
    about_metadata = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    others = [
        {"@id": _PROJECT, "@type": "Organization", "name": author["name"], "url": _PROJECT},
        _license(CC_BY, "CC BY 4.0", "Creative Commons Attribution 4.0 International: data and documentation"),
        _license(APACHE, "Apache-2.0", "Apache License 2.0: code"),
    ]
    metadata = {"@context": [_CONTEXT, _MORE_TERMS], "@graph": [about_metadata, root, *parts, *others]}
    return json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"


def _part(path: Path) -> dict[str, Any]:
    if path.is_dir():
        return {"@id": f"{path.name}/", "@type": "Dataset", "name": path.name, "license": {"@id": CC_BY}}
    return {
        "@id": path.name,
        "@type": "File",
        "name": _KINDS.get(path.suffix, path.name),
        "encodingFormat": media_type(path),
        "contentSize": str(path.stat().st_size),
        "sha256": sha256(path),
        "license": {"@id": APACHE if path.suffix in (".whl", ".gz") or path.name == "LICENSE" else CC_BY},
    }


def _license(iri: str, name: str, about: str) -> dict[str, str]:
    return {"@id": iri, "@type": "CreativeWork", "name": name, "description": about, "url": iri}
