DELETE WHERE { spid:document_scmp-3223585 sp:characterCount ?x }
