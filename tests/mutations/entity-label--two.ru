INSERT DATA { spid:state_spain skos:prefLabel "Kingdom of Spain"@en }
