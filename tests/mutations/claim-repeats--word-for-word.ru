INSERT { spid:claim_new ?p ?o } WHERE { spid:claim_scmp-3223585_0000_7 ?p ?o }
