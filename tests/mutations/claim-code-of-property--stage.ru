DELETE { ?c sp:claimObject sp:stage_completed } INSERT { ?c sp:claimObject sp:kind_base } WHERE { ?c sp:claimObject sp:stage_completed }
