DELETE { spid:passage_scmp-3223585_0345 sp:hasPassageKind ?x } INSERT { spid:passage_scmp-3223585_0345 sp:hasPassageKind sp:kind_base } WHERE { spid:passage_scmp-3223585_0345 sp:hasPassageKind ?x }
