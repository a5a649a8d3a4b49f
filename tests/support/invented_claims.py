"""Graphs of a few invented claims, and the markup of their pictures as elements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from site_graph import site_graph
from spacepact.graph import packaged
from spacepact.site.model import Claim, SiteGraph
from spacepact.site.pictures import Picture

_HEAD = """PREFIX sp: <https://w3id.org/spacepact/ontology#>
PREFIX spid: <https://w3id.org/spacepact/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
"""
_SVG = "{http://www.w3.org/2000/svg}"


def invented_graph(
    folder: Path, claims: Mapping[str, Mapping[str, str]], labels: Mapping[str, str], published: str = ""
) -> tuple[SiteGraph, dict[str, Claim]]:
    """Return the packaged graph with invented claims, and these claims by the names in *claims*.

    The keys of a claim are ``subject`` and ``object`` (local names of things, separated by spaces), ``property`` and
    ``stance`` (local names), ``label``, ``edtf``, ``wording``, ``literal``, and ``more`` (Turtle). *labels* are the
    labels of things; the class of a thing is the start of its name. All claims are in one document, which was
    *published* on a date.
    """
    lines = [_HEAD]
    for name, label in labels.items():
        cls = name.partition("_")[0].capitalize()
        lines.append(f"spid:{name} a sp:{cls} ; skos:prefLabel {json.dumps(label)}@en .")
    lines.append('spid:document_tale a sp:Document ; skos:prefLabel "document tale"@en ; dcterms:identifier "tale" .')
    lines.append("spid:passage_tale_0000 a sp:Passage ; sp:isPassageOf spid:document_tale ; sp:order 1 ;")
    lines.append("  sp:hasPassageKind sp:passage_body ; oa:start 0 ; oa:end 9 ;")
    lines.append(f'  sp:sha256 "{"0" * 64}"^^<http://www.w3.org/2001/XMLSchema#hexBinary> .')
    for name, values in claims.items():
        lines += _turtle(f"claim_tale_0000_{name}", values)
    if published:
        date = {"subject": "document_tale", "property": "publicationDate", "literal": published}
        lines += _turtle("claim_tale_published", date)
    path = folder / "tale.ttl"
    path.write_text("\n".join(lines), encoding="utf-8")
    graph = site_graph(packaged([path]))
    return graph, {name: graph.claims[f"https://w3id.org/spacepact/id/claim_tale_0000_{name}"] for name in claims}


def _turtle(name: str, values: Mapping[str, str]) -> Iterable[str]:
    yield f"spid:{name} a sp:Claim ; skos:prefLabel {json.dumps(values.get('label', name))}@en ;"
    yield f"  sp:claimSubject {_things(values.get('subject', 'state_a'))} ;"
    yield f"  sp:claimProperty sp:{values.get('property', 'isSignatoryOf')} ; sp:hasVoice sp:voice_document ;"
    for key, name in (("object", "claimObject"),):
        if key in values:
            yield f"  sp:{name} {_things(values[key])} ;"
    for key, name in (("edtf", "edtf"), ("wording", "timeWording"), ("literal", "claimLiteral")):
        if key in values:
            yield f"  sp:{name} {json.dumps(values[key])} ;"
    if "more" in values:
        yield f"  {values['more']} ;"
    yield f"  sp:hasStance sp:stance_{values.get('stance', 'asserted')} ; sp:isHeldBy spid:document_tale ;"
    yield "  sp:hasBasis sp:basis_explicit ; sp:hasEvidence spid:passage_tale_0000 ."


def _things(names: str) -> str:
    return ", ".join(f"spid:{name}" for name in names.split())


def parsed(picture: Picture) -> ET.Element:
    """Return the markup of a picture as elements; it must be well-formed XML. Names of SVG have no namespace."""
    root = ET.fromstring(str(picture.svg))
    for item in root.iter():
        item.tag = item.tag.removeprefix(_SVG)
    return root


def drawing(picture: Picture) -> ET.Element:
    """Return the SVG of a picture, without the legend."""
    found = parsed(picture).find("div/svg")
    assert found is not None
    return found


def with_class(element: ET.Element, name: str) -> list[ET.Element]:
    """Return the elements in *element* that have a class."""
    return [item for item in element.iter() if name in item.get("class", "").split()]


def attributes(element: ET.Element) -> set[str]:
    """Return the names of all attributes in *element*."""
    return {name for item in element.iter() for name in item.attrib}
