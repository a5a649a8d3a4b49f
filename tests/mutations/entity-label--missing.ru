DELETE WHERE { spid:state_spain skos:prefLabel ?x }
