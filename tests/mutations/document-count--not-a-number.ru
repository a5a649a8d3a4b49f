DELETE { spid:document_scmp-3223585 sp:characterCount ?x } INSERT { spid:document_scmp-3223585 sp:characterCount "2890" } WHERE { spid:document_scmp-3223585 sp:characterCount ?x }
