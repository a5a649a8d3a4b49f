DELETE { ?c sp:hasVoice ?x } INSERT { ?c sp:hasVoice sp:voice_document } WHERE { ?c sp:claimProperty sp:isTakenToBe ; sp:hasVoice ?x }
