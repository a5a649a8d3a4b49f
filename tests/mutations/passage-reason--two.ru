INSERT DATA { spid:passage_thenews-1342410_2173 sp:hasReasonForNoClaim sp:reason_states_nothing }
