-- The orders that this round looks at: those that are named or may be meant, and those that pay what may be undone.
with undone as (select original_id as payment_no from undecided where original_id is not null)
select order_no from spots where order_no is not null
union select order_no from structured
union select order_no from misreadings
union select order_no from facts.standing_matches semi join undone using (payment_no)
union select order_no from told semi join undone using (payment_no)
union select order_no from answers semi join undone using (payment_no) where order_no is not null
