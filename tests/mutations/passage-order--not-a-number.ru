DELETE { spid:passage_scmp-3223585_0345 sp:order ?x } INSERT { spid:passage_scmp-3223585_0345 sp:order "3" } WHERE { spid:passage_scmp-3223585_0345 sp:order ?x }
