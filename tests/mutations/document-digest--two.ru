INSERT DATA { spid:document_scmp-3223585 sp:sha256 "abababababababababababababababababababababababababababababababab"^^xsd:hexBinary }
