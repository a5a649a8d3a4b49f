INSERT DATA { spid:claim_curator_suparco sp:hasEvidence spid:passage_scmp-3223585_0345 }
