INSERT DATA { spid:passage_scmp-3223585_0345 sp:isPassageOf spid:document_thenews-1342410 }
