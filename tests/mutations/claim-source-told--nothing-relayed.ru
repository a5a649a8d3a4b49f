DELETE { ?c sp:isRelayedBy ?x } WHERE { ?c sp:hasVoice sp:voice_relayed_source ; sp:isRelayedBy ?x }
