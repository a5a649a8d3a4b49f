DELETE { spid:document_scmp-3223585 dcterms:identifier ?x } INSERT { spid:document_scmp-3223585 dcterms:identifier "SCMP 3223585" } WHERE { spid:document_scmp-3223585 dcterms:identifier ?x }
