INSERT DATA { spid:document_scmp-3223585 dcterms:identifier "other" }
