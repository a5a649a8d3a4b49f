DELETE { spid:claim_scmp-3223585_0000_7 sp:hasStance ?x } INSERT { spid:claim_scmp-3223585_0000_7 sp:hasStance sp:stance_hopped } WHERE { spid:claim_scmp-3223585_0000_7 sp:hasStance ?x }
