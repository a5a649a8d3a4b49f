DELETE { spid:claim_scmp-3223585_0000_7 sp:isHeldBy ?x } INSERT { spid:claim_scmp-3223585_0000_7 sp:isHeldBy spid:place_moon } WHERE { spid:claim_scmp-3223585_0000_7 sp:isHeldBy ?x }
