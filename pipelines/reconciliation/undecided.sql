-- The payments whose match is asked for in the first round: all that wait, less what a provider's order field has told.
select * from waiting where payment_no not in (select payment_no from told)
