INSERT DATA { spid:claim_new a sp:Claim ; sp:claimSubject spid:state_spain ; sp:claimProperty sp:isSignatoryOf ; sp:claimObject spid:agreement_artemis_accords ; sp:hasStance sp:stance_denied  }
