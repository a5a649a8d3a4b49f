INSERT DATA { spid:state_spain a sp:Place }
