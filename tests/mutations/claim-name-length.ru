DELETE { ?c sp:claimLiteral "SUPARCO" } INSERT { ?c sp:claimLiteral "a body whose name is so long that nobody would take it for one" } WHERE { ?c sp:claimLiteral "SUPARCO" }
