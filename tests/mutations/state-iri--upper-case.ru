INSERT DATA { spid:state_Ruritania a sp:State }
