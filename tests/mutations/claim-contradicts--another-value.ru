INSERT DATA { spid:claim_new a sp:Claim ; sp:claimSubject spid:agreement_action_plan_2025_2029 ; sp:claimProperty sp:period ; sp:claimLiteral "2026/2030" ; sp:hasStance sp:stance_asserted }
