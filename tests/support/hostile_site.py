"""User data whose texts and names would break a page that does not escape them."""

from __future__ import annotations

SCRIPT = "</script><script>alert(1)</script>"
DIRECTION = "cilbup\u202e"
BREAKING = "\"'><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} & ]]> <!--"
ADDRESS = "javascript:alert(3)"
OWN = "https://example.org/own/"


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


HOSTILE = f"""
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sp: <https://w3id.org/spacepact/ontology#> .
@prefix spid: <https://w3id.org/spacepact/id/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{OWN}agency> a sp:Organisation ;
    skos:prefLabel {_text(SCRIPT)}@en ; skos:altLabel {_text(DIRECTION)} ;
    dcterms:identifier {_text(BREAKING)} ; skos:exactMatch <javascript:alert(4)> .
<{OWN}a%20%22%3E/../../../etc/passwd> a sp:State ; skos:prefLabel "State with a strange IRI"@en .
<{OWN}CON> a sp:State ; skos:prefLabel "first"@en .
<{OWN}con> a sp:State ; skos:prefLabel "second, the same without case"@en .
<{OWN}document> a sp:Document ; skos:prefLabel {_text(BREAKING)}@en ;
    dcterms:identifier {_text("a b " + SCRIPT)} ; sp:characterCount 20 .
<{OWN}passage> a sp:Passage ; sp:isPassageOf <{OWN}document> ; sp:hasPassageKind sp:passage_body ; sp:order 1 ;
    oa:start 0 ; oa:end 20 ; sp:sha256 "{"0" * 64}"^^xsd:hexBinary .
<{OWN}address> a sp:Claim ; skos:prefLabel {_text(BREAKING)}@en ;
    sp:claimSubject <{OWN}document> ; sp:claimProperty sp:address ; sp:claimLiteral {_text(ADDRESS)}^^xsd:anyURI ;
    sp:hasStance sp:stance_asserted ; sp:isHeldBy <{OWN}document> ; sp:hasVoice sp:voice_document ;
    sp:hasBasis sp:basis_explicit ; sp:hasEvidence <{OWN}passage> .
<{OWN}hope> a sp:Claim ; skos:prefLabel {_text(SCRIPT + DIRECTION)}@en ;
    sp:claimSubject <{OWN}agency> ; sp:claimProperty sp:name ; sp:claimLiteral {_text(SCRIPT)} ;
    sp:hasStance sp:stance_hoped ; sp:isHeldBy <{OWN}agency> ; sp:isSaidBy <{OWN}agency> ;
    sp:hasVoice sp:voice_named_source ; sp:capacity {_text(SCRIPT)} ; sp:timeWording {_text(SCRIPT)} ;
    sp:hasBasis sp:basis_explicit ; sp:hasEvidence <{OWN}passage> ; sp:supersedes <{OWN}address> .
"""
