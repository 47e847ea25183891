-- The payments that are put against the other orders of accounts that this round looks into.
select payment_no from facts.standing_matches semi join fitting using (order_no)
union select payment_no from told semi join fitting using (order_no)
union select payment_no from answers semi join fitting using (order_no)
