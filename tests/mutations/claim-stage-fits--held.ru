INSERT DATA { spid:claim_new a sp:Claim ; sp:claimSubject spid:mission_change_6 ; sp:claimProperty sp:hasReached ; sp:claimObject sp:stage_held }
