DELETE { spid:passage_scmp-3223585_0000 sp:order ?x } INSERT { spid:passage_scmp-3223585_0000 sp:order 2 } WHERE { spid:passage_scmp-3223585_0000 sp:order ?x }
