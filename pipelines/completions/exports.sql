-- What DJUST should import and was never told: completions, and decided statuses that stand (domain.md §2 and §3). Nothing is
-- exported for a logistic order in conflict.
with said as (
    select c.order_reference, c.logistic_reference, 'COMPLETED' as order_status, 'COMPLETION' as source, c.logistic_reference as source_id
    from completions_applied c
    union all
    select f.order_reference, f.logistic_reference, f.to_status, 'DECISION', f.source_id
    from fold f where f.source = 'DECISION' and f.verdict = 'APPLIED'
    -- Of several decisions about one logistic order in one night only the last is worth importing.
    qualify row_number() over (partition by f.order_reference, f.logistic_reference order by f.seq desc) = 1
),
new as materialized (select * from said anti join exports using (source, source_id))
select (select batch from this_batch) as batch, as_of() as exported_at, s.order_reference, s.logistic_reference, h.external_id,
    s.order_status, s.source, s.source_id
from new s
join lo_states l on l.order_reference = s.order_reference and l.logistic_reference = s.logistic_reference and not l.in_conflict
join snapshots h on h.snapshot_no = l.snapshot_no
