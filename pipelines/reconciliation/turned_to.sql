-- The payments that are asked first: all that wait, less what a provider's order field has told.
select payment_no from waiting where payment_no not in (select payment_no from told)
