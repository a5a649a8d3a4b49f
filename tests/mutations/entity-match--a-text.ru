INSERT DATA { spid:state_pakistan skos:exactMatch "Q843" }
