INSERT DATA { spid:state_pakistan dcterms:identifier "PK" }
