-- One row per transfer whose order owes nothing any more, and other order of the same account: its reference may be an old one,
-- copied (domain.md §5, EXACT).
select distinct u.payment_no, d.order_no, null::integer as lo_no, u.booked_on, u.turn, u.place
from named n join undecided u using (payment_no)
join open_amounts o on o.payment_no = n.payment_no and o.order_no = n.order_no and o.lo_no is null
join lo_dues d on d.account_id = o.account_id and d.order_no <> n.order_no
where n.by_text and not n.by_field and u.provider = 'BANK' and u.direction = 1 and o.open_amount <= 0
