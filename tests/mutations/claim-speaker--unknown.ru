DELETE { spid:claim_scmp-3223585_0000_7 sp:isSaidBy ?x } INSERT { spid:claim_scmp-3223585_0000_7 sp:isSaidBy spid:person_nobody } WHERE { spid:claim_scmp-3223585_0000_7 sp:isSaidBy ?x }
