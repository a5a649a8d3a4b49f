DELETE { spid:passage_scmp-3223585_0345 sp:isPassageOf ?x } INSERT { spid:passage_scmp-3223585_0345 sp:isPassageOf spid:state_spain } WHERE { spid:passage_scmp-3223585_0345 sp:isPassageOf ?x }
