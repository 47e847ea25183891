-- The payments whose answers this round looks at: those that are undone, and those of the orders that it looks at.
select original_id as payment_no from undecided where original_id is not null
union select payment_no from facts.standing_matches semi join concerned using (order_no)
union select payment_no from told semi join concerned using (order_no)
union select payment_no from answers semi join concerned using (order_no)
