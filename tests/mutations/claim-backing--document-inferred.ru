DELETE { spid:claim_scmp-3223585_0000_7 sp:hasBasis ?x } INSERT { spid:claim_scmp-3223585_0000_7 sp:hasBasis sp:basis_inferred } WHERE { spid:claim_scmp-3223585_0000_7 sp:hasBasis ?x }
