INSERT { spid:document_report_quoting_wu sp:sha256 ?x } WHERE { spid:document_scmp-3223585 sp:sha256 ?x }
