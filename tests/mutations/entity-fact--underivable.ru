INSERT DATA { spid:field_space_technologies sp:isEssentialFor spid:undertaking_modernisation_of_pakistani_economy }
