INSERT DATA { spid:claim_scmp-3223585_0930_8 sp:minimumQuantity 7 ; sp:maximumQuantity 5 }
