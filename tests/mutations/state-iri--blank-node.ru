INSERT DATA { [] a sp:State }
