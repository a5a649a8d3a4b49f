DELETE WHERE { spid:claim_scmp-3223585_2575_1 sp:claimSubject ?x }
