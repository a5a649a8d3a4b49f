INSERT DATA { spid:document_scmp-3223585 sp:characterCount 12 }
