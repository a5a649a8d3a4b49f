DELETE { spid:passage_scmp-3223585_0345 sp:sha256 ?x } INSERT { spid:passage_scmp-3223585_0345 sp:sha256 "abcd"^^xsd:hexBinary } WHERE { spid:passage_scmp-3223585_0345 sp:sha256 ?x }
