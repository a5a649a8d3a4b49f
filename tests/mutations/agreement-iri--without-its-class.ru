INSERT DATA { spid:something_new a sp:Agreement }
