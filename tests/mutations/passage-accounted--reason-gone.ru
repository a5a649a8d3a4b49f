DELETE WHERE { ?p sp:hasReasonForNoClaim ?x }
