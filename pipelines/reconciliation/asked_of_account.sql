-- One row per transfer whose order owes nothing any more, and other order of the same account: its reference may be an old one,
-- copied (domain.md §5, EXACT).
select distinct u.payment_id, d.order_reference, null::varchar as logistic_reference, u.booked_on, u.turn, u.place
from named n join undecided u using (payment_id)
join open_amounts o on o.payment_id = n.payment_id and o.order_reference = n.order_reference and o.logistic_reference is null
join lo_dues d on d.account_id = o.account_id and d.order_reference <> n.order_reference
where n.by_text and not n.by_field and u.provider = 'BANK' and u.direction = 1 and o.open_amount <= 0
