INSERT DATA { sp:unit_day skos:inScheme sp:units . spid:claim_scmp-3223585_0000_7 sp:hasUnit sp:unit_year , sp:unit_day }
