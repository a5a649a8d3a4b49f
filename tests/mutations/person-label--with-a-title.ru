DELETE { spid:person_amer_nadeem skos:prefLabel ?x } INSERT { spid:person_amer_nadeem skos:prefLabel "Dr Amer Nadeem"@en } WHERE { spid:person_amer_nadeem skos:prefLabel ?x }
