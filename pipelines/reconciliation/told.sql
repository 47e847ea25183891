-- One row per provider's operation, among those that can be unsettled, that says nothing but its order field, which names one order in its currency:
-- it is STRUCTURED, whatever the other payments are (domain.md §5). Every other payment goes through the rounds.
select m.payment_no, m.kind, o.order_no, o.lo_no, m.amount
from unsettled m join operations o using (payment_no)
join lo_dues d on d.order_no = o.order_no and d.leads and d.currency = m.currency
anti join banned b on b.payment_no = m.payment_no and b.order_no = o.order_no
anti join passed_over p on p.payment_no = m.payment_no
where m.matchable and m.remittance is null
