INSERT DATA { spid:state_pakistan skos:closeMatch spid:state_china }
