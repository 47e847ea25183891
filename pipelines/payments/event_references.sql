-- What PSP events name, without the rest of them.
select reference from facts.psp_events
