INSERT DATA { spid:state_atlantis a sp:State ; skos:prefLabel "Atlantis"@en }
