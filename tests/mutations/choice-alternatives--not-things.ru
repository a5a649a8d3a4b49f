INSERT DATA { spid:choice_hub_of_text sp:hasAlternative sp:stance_hoped }
