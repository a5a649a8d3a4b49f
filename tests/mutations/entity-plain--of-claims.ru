INSERT DATA { spid:state_pakistan sp:capacity "member" }
