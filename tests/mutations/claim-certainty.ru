INSERT DATA { spid:claim_curator_suparco sp:hasCertainty sp:basis_implied }
