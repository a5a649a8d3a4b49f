DELETE { ?c sp:claimProperty sp:isPostIn } WHERE { ?c sp:claimProperty sp:isPostIn }
