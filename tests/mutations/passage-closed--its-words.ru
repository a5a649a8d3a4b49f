INSERT DATA { spid:passage_scmp-3223585_0000 oa:exact "words" }
