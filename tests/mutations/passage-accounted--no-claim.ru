DELETE WHERE { ?c sp:hasEvidence spid:passage_scmp-3223585_2074 }
