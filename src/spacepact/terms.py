"""Define the prefixes of the project; convert IRIs to CURIEs and back; correct misspelt namespaces."""

from __future__ import annotations

import re
from functools import cache

from pyoxigraph import NamedNode

from spacepact.lazy import NamedTuple

SP = "https://w3id.org/spacepact/ontology#"
SPID = "https://w3id.org/spacepact/id/"
QUERY = "https://w3id.org/spacepact/query/"
GRAPH = "https://w3id.org/spacepact/graph"
SITE = "https://w3id.org/spacepact/"

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sp": SP,
    "spid": SPID,
    "sps": "https://w3id.org/spacepact/shapes#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")


class Namespace(NamedTuple):
    """A namespace of things, claims and documents, and its prefix."""

    prefix: str
    iri: str


PROJECT = Namespace("spid", SPID)

_OURS = (SP, SPID, PREFIXES["sps"], QUERY, GRAPH)
_own: dict[str, str] = {}


def use_namespace(namespace: Namespace) -> None:
    """Abbreviate the IRIs of the user's own namespace too, and expand its prefix, in this process."""
    _own.clear()
    if namespace != PROJECT:
        _own[namespace.prefix] = namespace.iri


def prefixes() -> dict[str, str]:
    """Return the prefixes of the project and that of the user's own namespace."""
    return {**PREFIXES, **_own}


def thing_namespaces() -> tuple[str, ...]:
    """Return the namespaces of things: that of the project, and the user's own."""
    return (SPID, *_own.values())


def curie(iri: str) -> str:
    """Shorten an IRI to a CURIE with the prefixes of the project and of the user; return the IRI if no prefix fits.

    >>> curie("https://w3id.org/spacepact/id/state_pakistan")
    'spid:state_pakistan'
    """
    for prefix, base in prefixes().items():
        if iri.startswith(base) and re.fullmatch(r"[\w.-]+", iri[len(base) :], re.ASCII):
            return f"{prefix}:{iri[len(base) :]}"
    return iri


def expand(text: str) -> NamedNode | None:
    """Return the node that a CURIE, an ``<iri>``, or an IRI with http, https or urn names; None for other texts.

    >>> expand("sp:Claim")
    <NamedNode value=https://w3id.org/spacepact/ontology#Claim>
    """
    if re.match(r"<.*>\Z|https?://|urn:", text, re.S):
        try:
            return NamedNode(text[1:-1] if text.startswith("<") else text)
        except ValueError:
            return None
    match = re.fullmatch(r"([a-z]+):([\w.-]+)", text, re.ASCII)
    if match and match[1] in prefixes():
        return NamedNode(prefixes()[match[1]] + match[2])
    return None


def term_node(term: str) -> NamedNode:
    """Return the node of a CURIE with a prefix of the project.

    >>> term_node("sp:Claim")
    <NamedNode value=https://w3id.org/spacepact/ontology#Claim>
    """
    prefix, _, name = term.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


def misspelt_namespace(iri: str) -> str | None:
    """Return the namespace in PREFIXES that *iri* is a misspelling of; None if it is correct or another namespace.

    Namespaces that differ only in http or https, ``www.``, case and the character at the end are the same. A namespace
    of the project may also differ in a few letters.

    >>> misspelt_namespace("http://www.w3.org/2004/02/skos/core")
    'http://www.w3.org/2004/02/skos/core#'
    """
    return None if iri.startswith(_OURS) or iri in PREFIXES.values() else _similar_namespace(_key(iri))


def misspelt_iri(iri: str) -> str | None:
    """Return the correct form of an IRI in a misspelt namespace; None if its namespace is not misspelt.

    >>> misspelt_iri("http://w3id.org/spacepact/id/state_pakistan")
    'https://w3id.org/spacepact/id/state_pakistan'
    """
    match = None if iri.startswith(_OURS) else re.fullmatch(r"(.*[#/])([A-Za-z_][\w.-]*)", iri)
    if not match or match[1] in PREFIXES.values() or _key(iri) in _namespaces():
        return None
    namespace = misspelt_namespace(match[1])
    return namespace and namespace + match[2]


@cache
def _similar_namespace(key: str) -> str | None:
    if key not in _namespaces() and (key.startswith("w3id") or "spacep" in key):
        import difflib

        key = next(iter(difflib.get_close_matches(key, [_key(base) for base in _OURS[:3]], n=1, cutoff=0.9)), key)
    return _namespaces().get(key)


@cache
def _namespaces() -> dict[str, str]:
    """Return the namespaces by the part that is compared."""
    return {_key(base): base for base in PREFIXES.values()}


def _key(iri: str) -> str:
    """Return an IRI without the parts that are often wrong."""
    return re.sub(r"^https?:/+(www\.)?|[#/]+$", "", iri.lower())


def prefix_lines(*names: str, namespace: Namespace | None = None) -> str:
    """Return Turtle ``@prefix`` lines for these prefixes and for that of *namespace*, sorted by name."""
    declared = {name: PREFIXES[name] for name in names} | ({namespace.prefix: namespace.iri} if namespace else {})
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(declared.items()))
