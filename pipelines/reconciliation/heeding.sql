-- One row per transfer that names one known order, which owes something and which no other payment looks at. Against the exact amount no payer can
-- speak; against another amount one who is known for other accounts alone (`heeds_payer`).
with los as (select lo_no, due from lo_dues semi join simply_named using (lo_no))
select n.payment_no, n.payer_iban, o.account_id, n.payer_iban is not null and n.size <> least(coalesce(l.due, o.due), o.due) as heeds_payer
from simply_named n anti join also_paid using (order_no) join simply_owed o using (order_no, currency) left join los l using (lo_no)
where o.due > 0
