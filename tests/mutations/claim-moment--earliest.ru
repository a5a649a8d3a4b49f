INSERT DATA { spid:claim_scmp-3223585_0000_7 sp:earliest "2023-01-01T00:00:00"^^xsd:dateTime }
