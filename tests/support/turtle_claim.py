"""A valid claim in Turtle, to be changed by the tests of validation."""

from __future__ import annotations

HEAD = """PREFIX sp: <https://w3id.org/spacepact/ontology#>
PREFIX spid: <https://w3id.org/spacepact/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
CLAIM = """spid:claim_scmp-3223585_0000_91 a sp:Claim ;
  skos:prefLabel "Pakistan hopes to sign the Artemis Accords."@en ;
  sp:claimSubject spid:state_pakistan ;
  sp:claimProperty sp:isSignatoryOf ;
  sp:claimObject spid:agreement_artemis_accords ;
  sp:hasStance sp:stance_hoped ;
  sp:isHeldBy spid:state_pakistan ;
  sp:hasVoice sp:voice_document ;
  sp:hasBasis sp:basis_explicit ;
  sp:hasEvidence spid:passage_scmp-3223585_0000 .
"""
