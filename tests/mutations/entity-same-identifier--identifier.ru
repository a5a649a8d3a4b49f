INSERT DATA { spid:state_china dcterms:identifier "ISO 3166-1 PK" }
