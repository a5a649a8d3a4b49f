DELETE { spid:passage_scmp-3223585_0345 oa:end ?x } INSERT { spid:passage_scmp-3223585_0345 oa:end "450" } WHERE { spid:passage_scmp-3223585_0345 oa:end ?x }
