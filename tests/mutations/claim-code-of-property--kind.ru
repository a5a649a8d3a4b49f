DELETE { ?c sp:claimObject sp:kind_cubesat } INSERT { ?c sp:claimObject sp:stage_signed } WHERE { ?c sp:claimObject sp:kind_cubesat }
