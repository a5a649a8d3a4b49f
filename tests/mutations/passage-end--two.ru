INSERT DATA { spid:passage_scmp-3223585_0345 oa:end 451 }
