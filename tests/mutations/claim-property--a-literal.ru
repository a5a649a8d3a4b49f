DELETE { spid:claim_scmp-3223585_0000_7 sp:claimProperty ?x } INSERT { spid:claim_scmp-3223585_0000_7 sp:claimProperty "isSignatoryOf" } WHERE { spid:claim_scmp-3223585_0000_7 sp:claimProperty ?x }
