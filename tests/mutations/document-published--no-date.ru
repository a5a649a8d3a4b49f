DELETE { ?c sp:claimSubject spid:document_scmp-3223585 } WHERE { ?c sp:claimSubject spid:document_scmp-3223585 ; sp:claimProperty sp:publicationDate }
