INSERT DATA { spid:claim_scmp-3223585_0000_7 sp:hasEvidence spid:passage_thenews-1342410_0157 }
