DELETE { spid:claim_scmp-3223585_0000_7 sp:hasBasis ?x } INSERT { spid:claim_scmp-3223585_0000_7 sp:hasBasis sp:voice_document } WHERE { spid:claim_scmp-3223585_0000_7 sp:hasBasis ?x }
