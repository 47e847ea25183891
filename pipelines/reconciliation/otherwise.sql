-- One row per order that an answer of this round put a payment against or takes it away from, where the answer is another than it was taken to be;
-- one without an order where nothing is: what is only suggested pays nothing and teaches nobody.
with before as (select * from answers semi join turned_to using (payment_no))
select payment_no, unnest([case when f.status = 'MATCHED' then f.order_no end, case when a.status = 'MATCHED' then a.order_no end]) as order_no,
    f.status = 'MATCHED' and teaches_payer(f.rule) or a.status = 'MATCHED' and teaches_payer(a.rule) as teaches
from (select * from decided where nth = 1 or status = 'MATCHED') f full join (select * from before
    where nth = 1 or status = 'MATCHED') a using (payment_no, nth)
where (f.kind, f.status, f.order_no, f.lo_no, f.amount, f.rule, f.returns_payment_no)
    is distinct from (a.kind, a.status, a.order_no, a.lo_no, a.amount, a.rule, a.returns_payment_no)
