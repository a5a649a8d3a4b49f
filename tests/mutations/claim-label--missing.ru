DELETE WHERE { spid:claim_scmp-3223585_0000_7 skos:prefLabel ?x }
