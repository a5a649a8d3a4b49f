DELETE { spid:claim_scmp-3223585_0000_7 sp:hasVoice ?x } INSERT { spid:claim_scmp-3223585_0000_7 sp:hasVoice sp:stance_hoped } WHERE { spid:claim_scmp-3223585_0000_7 sp:hasVoice ?x }
