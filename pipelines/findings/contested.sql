-- The logistic orders that were completed though something stood against it of which nobody knew (domain.md §3): by now they were something else
-- before, an incident was open, a person held them, whatever was decided later, or they left later than was said.
with holds as (
    select c.lo_no, arg_max(d.action, (d.decided_at, d.decision_id)) = 'HOLD_COMPLETION' as was_held
    from completed c join (
        select * from decisions_made where action in ('HOLD_COMPLETION', 'RELEASE_COMPLETION') and outcome in ('APPLIED', 'SUPERSEDED')
    ) d on d.order_no = c.order_no and (d.lo_no is null or d.lo_no = c.lo_no) and d.decided_at <= c.applied_at group by 1
),
-- Hardly one left later than its completion would allow.
left_later as (
    select c.lo_no, c.applied_at, h.updated_at
    from completed c join lo_states l using (lo_no) join snapshot_heads h using (snapshot_no) where l.shipped_at + completion_days() > c.applied_at
),
-- When they left by the records of before the completion, each kind as it was told last by then: what is corrected afterwards is no late word.
dates as (
    (select lo_no, h.shipped_at from left_later c join lo_snapshots s using (lo_no) join snapshot_heads h using (snapshot_no)
    where s.updated_at <= c.applied_at qualify row_number() over (partition by lo_no order by s.newest) = 1)
    union all
    (select lo_no, m.shipped_at from left_later c join mirakl_los m using (lo_no)
    where m.newest is not null and m.updated_at <= c.applied_at qualify row_number() over (partition by lo_no order by m.newest) = 1)
    union all
    (select lo_no, p.shipped_at from left_later c join {mirakl/parcels} p using (lo_no)
    where p.told_at <= c.applied_at and p.effective_at <= as_of() and p.shipped_at is not null
    qualify row_number() over (partition by lo_no, p.shipment_id order by p.told_at desc, p.shipped_at desc, p.content desc) = 1)
),
late as (
    select c.lo_no from left_later c left join dates d using (lo_no) group by c.lo_no, c.applied_at, c.updated_at
    having coalesce(max(d.shipped_at) + completion_days() > c.applied_at, c.updated_at <= c.applied_at)
)
select c.lo_no
from completed c join lo_states l using (lo_no) left join holds using (lo_no)
where l.before_completion <> 'SHIPPED' or was_held or c.lo_no in (from late)
    or c.lo_no in (select i.lo_no from incident_states i join completed o using (lo_no) where was_open(i.told, i.opened_at, o.applied_at))
