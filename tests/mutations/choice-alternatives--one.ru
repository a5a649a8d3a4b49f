DELETE DATA { spid:choice_hub_of_text sp:hasAlternative spid:agreement_action_plan_2025_2029 }
