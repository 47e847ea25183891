-- The transfers whose order owes nothing any more, and its account: its other orders are looked at (domain.md §5, EXACT).
select distinct n.payment_no, o.account_id
from named n join undecided u using (payment_no)
join open_amounts o on o.payment_no = n.payment_no and o.order_no = n.order_no and o.lo_no is null
where n.by_text and not n.by_field and u.provider = 'BANK' and u.direction = 1 and o.open_amount <= 0
