DELETE { ?c sp:isInferredFrom ?x } WHERE { ?c sp:isInferredFrom ?x }
