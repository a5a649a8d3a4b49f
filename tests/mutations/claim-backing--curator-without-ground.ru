DELETE WHERE { spid:claim_curator_suparco sp:ground ?x }
