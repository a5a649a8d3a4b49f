DELETE { spid:passage_scmp-3223585_0000 sp:order ?x } INSERT { spid:passage_scmp-3223585_0000 sp:order 99 } WHERE { spid:passage_scmp-3223585_0000 sp:order ?x }
