-- The logistic orders that were completed though something stood against it of which nobody knew (domain.md §3): by now they were something else
-- before, an incident was open, a person held them, whatever was decided later, or they left later than was said.
with holds as (
    select c.lo_no, arg_max(d.action, (d.decided_at, d.decision_id)) = 'HOLD_COMPLETION' as was_held
    from completed c join (
        select * from decisions_made where action in ('HOLD_COMPLETION', 'RELEASE_COMPLETION') and outcome in ('APPLIED', 'SUPERSEDED')
    ) d on d.order_no = c.order_no and (d.lo_no is null or d.lo_no = c.lo_no) and d.decided_at <= c.applied_at group by 1
)
select c.lo_no
from completed c join lo_states l using (lo_no) join snapshot_heads h using (snapshot_no) left join holds using (lo_no)
where l.before_completion <> 'SHIPPED' or was_held or h.updated_at <= c.applied_at and l.shipped_at + completion_days() > c.applied_at
    or c.lo_no in (select i.lo_no from incident_states i join completed o using (lo_no) where was_open(i.told, i.opened_at, o.applied_at))
