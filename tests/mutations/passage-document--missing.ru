DELETE WHERE { spid:passage_scmp-3223585_0345 sp:isPassageOf ?x }
