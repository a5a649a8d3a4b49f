INSERT DATA { spid:state_pakistan rdfs:comment "A country." }
