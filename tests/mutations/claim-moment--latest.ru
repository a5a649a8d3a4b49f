INSERT DATA { spid:claim_scmp-3223585_0000_7 sp:latest "2023-12-31T23:59:59"^^xsd:dateTime }
