INSERT DATA { spid:state_china skos:exactMatch wd:Q843 }
