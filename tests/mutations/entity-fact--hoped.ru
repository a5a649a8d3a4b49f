INSERT DATA { spid:state_pakistan sp:isSignatoryOf spid:agreement_pakistan_ilrs_hoped }
