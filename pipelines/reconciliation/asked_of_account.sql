-- One row per transfer whose order owes nothing any more, and other order of the same account: its reference may be an old one,
-- copied (domain.md §5, EXACT).
select distinct u.payment_no, d.order_no, null::integer as lo_no, u.booked_on, u.turn, u.place
from emptied e join undecided u using (payment_no) join named n using (payment_no)
join lo_dues d on d.account_id = e.account_id and d.order_no <> n.order_no
