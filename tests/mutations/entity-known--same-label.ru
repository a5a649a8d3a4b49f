INSERT DATA { spid:state_islamic_republic a sp:State ; skos:prefLabel "PAKISTAN"@en }
