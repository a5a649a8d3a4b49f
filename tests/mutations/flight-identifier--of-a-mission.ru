INSERT DATA { spid:mission_change_6 dcterms:identifier "2024-083A" }
