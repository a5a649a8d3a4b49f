DELETE { spid:passage_scmp-3223585_0345 oa:start ?x } INSERT { spid:passage_scmp-3223585_0345 oa:start "345" } WHERE { spid:passage_scmp-3223585_0345 oa:start ?x }
