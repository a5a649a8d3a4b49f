INSERT DATA { spid:passage_scmp-3223585_0345 sp:hasPassageKind sp:passage_headline }
