DELETE { spid:state_pakistan skos:prefLabel ?x } INSERT { spid:state_pakistan skos:prefLabel "Pakistan "@en } WHERE { spid:state_pakistan skos:prefLabel ?x }
