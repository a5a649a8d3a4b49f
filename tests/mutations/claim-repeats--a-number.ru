INSERT { ?new ?p ?o } WHERE { ?c sp:minimumQuantity ?n ; ?p ?o . BIND(IRI(CONCAT(STR(?c), "_again")) AS ?new) }
