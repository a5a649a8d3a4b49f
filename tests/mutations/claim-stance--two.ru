INSERT DATA { spid:claim_scmp-3223585_0000_7 sp:hasStance sp:stance_asserted }
