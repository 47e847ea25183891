-- The open findings whose condition has ended.
select p.finding_id, as_of() as closed_at, (select max(batch) from meta.batches) as batch
from open_findings p
where not exists (
    select 1 from findings_now n where p.code = n.code and p.order_no is not distinct from n.order_no and p.lo_no is not distinct from n.lo_no
        and p.payment_no is not distinct from n.payment_no and p.reference is not distinct from n.reference and p.subject = n.subject)
