-- The findings that hold now and are not open: each gets an identity and the instant it was first seen (domain.md §7).
select finding_id(n.code, n.order_reference, n.logistic_reference, n.payment_id, n.subject, as_of()) as finding_id, n.code, n.order_reference, n.logistic_reference,
    n.payment_id, n.subject, as_of() as first_seen_at, (select max(batch) from meta.batches) as batch, n.severity, n.amount, n.currency, n.message,
    n.suggested_action, n.business_at
from findings_now n
where not exists (
    select 1 from open_findings o where o.code = n.code and o.order_reference is not distinct from n.order_reference
        and o.logistic_reference is not distinct from n.logistic_reference and o.payment_id is not distinct from n.payment_id and o.subject = n.subject)
    -- One that ended and began again within one instant is the same one.
    and finding_id(n.code, n.order_reference, n.logistic_reference, n.payment_id, n.subject, as_of()) not in (select finding_id from finding_openings)
