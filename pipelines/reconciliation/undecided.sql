-- The payments whose match is asked for in this round.
select * from waiting semi join turned_to using (payment_no)
