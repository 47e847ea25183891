-- What DJUST should import and was never told: completions, and decided statuses that stand (domain.md §2 and §3). Nothing is
-- exported for a logistic order in conflict.
with told as (
    -- What fell due before the shop began with the suite is recorded alone.
    select * from {completions/applied} where opening_date() is null or due_at >= opening_date()::timestamp at time zone time_zone()
),
said as (
    select order_no, lo_no, 'COMPLETED' as order_status, 'COMPLETION' as source, told_no::varchar as source_id from told
    where told_no not in (select lo_no from exports where source = 'COMPLETION')
    union all
    select f.order_no, f.lo_no, f.to_status, 'DECISION', f.source_id
    from fold f where f.source = 'DECISION' and f.verdict = 'APPLIED'
        -- What was completed after it needs no other word.
        and not exists (select 1 from told a where a.lo_no = f.lo_no and a.applied_at >= f.effective_at)
    -- Of several decisions about one logistic order in one night only the last is worth importing.
    qualify row_number() over (partition by f.lo_no order by f.seq desc) = 1
),
new as materialized (select * from said anti join exports using (source, source_id))
select (select batch from this_batch) as batch, as_of() as exported_at, s.order_no, s.lo_no, h.external_id,
    s.order_status, s.source, s.source_id
from new s
join lo_states l on l.lo_no = s.lo_no and not l.in_conflict
join snapshots h on h.snapshot_no = l.snapshot_no
