INSERT DATA { spid:claim_scmp-3223585_0000_7 sp:claimSubject spid:claim_scmp-3223585_0930_8 }
