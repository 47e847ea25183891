-- The matches of the night that become facts: whatever a rule has put against an order and does not stand yet.
with known as (select * from facts.standing_matches semi join newly_told using (payment_no))
select m.payment_no, m.nth, (select max(batch) from meta.batches) as batch, m.kind, m.order_no, m.lo_no, m.amount, m.counts,
    v.amount as payment_amount, m.rule, m.explanation,
    m.returns_payment_no, m.payment_no in (select payment_no from known) as again
from newly_told m join movements v using (payment_no)
where m.status = 'MATCHED' and m.rule <> 'DECISION' and not exists (
    select 1 from known s where s.payment_no = m.payment_no and s.payment_amount = v.amount and s.nth = m.nth and s.order_no = m.order_no
        and s.lo_no is not distinct from m.lo_no and s.amount = m.amount)
