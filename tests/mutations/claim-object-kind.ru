DELETE { spid:claim_scmp-3223585_0000_7 sp:claimObject ?x } INSERT { spid:claim_scmp-3223585_0000_7 sp:claimObject spid:place_moon } WHERE { spid:claim_scmp-3223585_0000_7 sp:claimObject ?x }
