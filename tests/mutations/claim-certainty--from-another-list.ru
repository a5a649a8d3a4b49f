DELETE { spid:claim_curator_suparco sp:hasCertainty ?x } INSERT { spid:claim_curator_suparco sp:hasCertainty sp:basis_implied } WHERE { spid:claim_curator_suparco sp:hasCertainty ?x }
