DELETE { spid:claim_scmp-3223585_0000_7 skos:prefLabel ?x } INSERT { spid:claim_scmp-3223585_0000_7 skos:prefLabel "a hope to sign"@en } WHERE { spid:claim_scmp-3223585_0000_7 skos:prefLabel ?x }
