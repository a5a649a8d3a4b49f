INSERT DATA { spid:claim_scmp-3223585_0000_7 sp:capacity "a person of rank and standing in more bodies than can be counted here" }
