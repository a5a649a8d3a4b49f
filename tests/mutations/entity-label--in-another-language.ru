DELETE { spid:state_spain skos:prefLabel ?x } INSERT { spid:state_spain skos:prefLabel "España"@es } WHERE { spid:state_spain skos:prefLabel ?x }
