DELETE { spid:document_scmp-3223585 sp:characterCount ?x } INSERT { spid:document_scmp-3223585 sp:characterCount 0 } WHERE { spid:document_scmp-3223585 sp:characterCount ?x }
