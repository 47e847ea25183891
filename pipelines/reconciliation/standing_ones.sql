-- The payments whose match stands, but for operations that say nothing but their order field, which names the order they pay: nothing else decides
-- these.
with fields as (select payment_no, order_no from operations semi join standing_matches using (payment_no))
select distinct s.payment_no
from {reconciliation/standing} s join movements v on v.payment_no = s.payment_no left join fields o on o.payment_no = s.payment_no
where not (v.remittance is null and o.payment_no is not null and o.order_no is not distinct from s.order_no)
