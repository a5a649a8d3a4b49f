DELETE { ?p sp:hasReasonForNoClaim ?x } INSERT { ?p sp:hasReasonForNoClaim sp:kind_base } WHERE { ?p sp:hasReasonForNoClaim ?x }
