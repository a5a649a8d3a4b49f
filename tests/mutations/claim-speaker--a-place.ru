DELETE { spid:claim_scmp-3223585_0000_7 sp:isSaidBy ?x } INSERT { spid:claim_scmp-3223585_0000_7 sp:isSaidBy spid:place_moon } WHERE { spid:claim_scmp-3223585_0000_7 sp:isSaidBy ?x }
