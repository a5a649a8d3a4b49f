INSERT DATA { spid:claim_curator_suparco sp:hasCertainty sp:certainty_medium }
