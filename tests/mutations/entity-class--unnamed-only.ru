DELETE DATA { spid:group_wu_we a sp:Group }
