INSERT DATA { spid:passage_scmp-3223585_0345 sp:order 99 }
