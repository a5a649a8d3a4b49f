DELETE { spid:passage_scmp-3223585_0000 oa:end ?x } INSERT { spid:passage_scmp-3223585_0000 oa:end 208 } WHERE { spid:passage_scmp-3223585_0000 oa:end ?x }
