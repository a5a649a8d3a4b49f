DELETE WHERE { spid:document_scmp-3223585 dcterms:identifier ?x }
