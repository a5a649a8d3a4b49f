DELETE { spid:document_scmp-3223585 dcterms:identifier ?x } INSERT { spid:document_scmp-3223585 dcterms:identifier "scmp-3223585"@en } WHERE { spid:document_scmp-3223585 dcterms:identifier ?x }
