-- One row per transfer that names one known order in its currency, with the account of that order; whether it is paid `alone`: it owes something
-- and no other payment looks at it. Against the exact amount no payer can speak; against another amount one who is known for other accounts alone
-- (`heeds_payer`), and whether what is said loosely is a name at all.
with los as (select lo_no, due from lo_dues semi join simply_named using (lo_no))
select n.payment_no, n.payer_iban, n.booked_on, n.loosely, o.account_id,
    o.order_due > 0 and n.order_no not in (select order_no from also_paid) as alone,
    n.size = least(coalesce(l.due, o.order_due), o.order_due) as is_exact, n.payer_iban is not null and not is_exact as heeds_payer
from simply_named n join lo_dues o on o.order_no = n.order_no and o.leads and o.currency = n.currency left join los l on l.lo_no = n.lo_no
