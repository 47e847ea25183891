-- The findings that hold now and are not open: each gets an identity and the instant it was first seen (domain.md §7). What a person has resolved
-- stays so until its amount is another, or, where it is about none, its words.
with begun as (
    select n.*, coalesce(o.order_reference, n.written, n.reference) as order_reference, l.logistic_reference
    from findings_now n left join order_names o using (order_no) left join lo_names l on l.lo_no = n.lo_no
    where not exists (
        select 1 from living_findings p where p.code = n.code and p.order_no is not distinct from n.order_no and p.lo_no is not distinct from n.lo_no
            and p.payment_no is not distinct from n.payment_no and p.reference is not distinct from n.reference and p.subject = n.subject
            and (p.resolved_by is null or p.resolved_amount is not distinct from n.amount
                and (n.amount is not null or p.resolved_message is not distinct from n.message)))
),
identified as (
    select *, finding_id(code, order_reference, logistic_reference, payment_id(payment_no), subject, as_of()) as finding_id from begun
)
select finding_id, code, order_no, lo_no, payment_no, reference, written, subject, as_of() as first_seen_at,
    (select max(batch) from meta.batches) as batch,
    severity, amount, currency, message, suggested_action, business_at
from identified
-- One that ended and began again within one instant is the same one.
where finding_id not in (select finding_id from finding_openings where first_seen_at = as_of())
