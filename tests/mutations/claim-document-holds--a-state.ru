DELETE { spid:claim_scmp-3223585_2575_1 sp:isHeldBy ?x } INSERT { spid:claim_scmp-3223585_2575_1 sp:isHeldBy spid:state_spain } WHERE { spid:claim_scmp-3223585_2575_1 sp:isHeldBy ?x }
