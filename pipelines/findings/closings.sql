-- The open findings whose condition has ended.
select o.finding_id, as_of() as closed_at, (select max(batch) from meta.batches) as batch
from open_findings o
where not exists (
    select 1 from findings_now n where o.code = n.code and o.order_reference is not distinct from n.order_reference
        and o.logistic_reference is not distinct from n.logistic_reference and o.payment_id is not distinct from n.payment_id and o.subject = n.subject)
