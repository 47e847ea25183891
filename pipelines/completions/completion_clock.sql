-- One row per logistic order that may complete by itself: Mirakl's, exactly shipped, and not completed by us yet; when it falls
-- due and what holds it (domain.md §3).
with holds as (
    select order_no, lo_no, action, decided_at, decision_id, decision_reason
    from decisions_made where action in ('HOLD_COMPLETION', 'RELEASE_COMPLETION') and outcome = 'APPLIED'
),
held as (
    select l.lo_no, arg_max(h.action, (h.decided_at, h.decision_id)) = 'HOLD_COMPLETION' as is_held,
        arg_max(h.decision_reason, (h.decided_at, h.decision_id)) as held_because
    from lo_states l join holds h on h.order_no = l.order_no
        and (h.lo_no is null or h.lo_no = l.lo_no)
    group by 1
),
open_incidents as (
    select lo_no, string_agg(incident_id, ', ' order by incident_id) as incidents
    from incident_states where is_open group by 1
),
timed as (
    select l.order_no, l.lo_no, l.shipped_at, l.shipped_at + completion_days() as due_at, l.in_conflict,
        coalesce(h.is_held, false) as is_held, h.held_because, i.incidents
    from lo_states l
    left join held h using (lo_no)
    left join open_incidents i using (lo_no)
    where l.mirakl and l.logistic_status = 'SHIPPED'
)
select order_no, lo_no, shipped_at, due_at,
    case
        when shipped_at is null or shipped_at > as_of() then 'BLOCKED'
        when due_at > as_of() then 'WAITING'
        when in_conflict or is_held or incidents is not null then 'BLOCKED'
        else 'DUE'
    end as outcome,
    case
        when shipped_at is null then 'NO_SHIPMENT_DATE: nobody said when it was shipped'
        when shipped_at > as_of() then 'SHIPPED_AHEAD: its shipment date lies in the future'
        when due_at > as_of() then 'NOT_DUE: it completes by itself once the term has passed'
        when in_conflict then 'IN_CONFLICT: the record contradicts the status'
        when is_held then 'HELD: ' || held_because
        when incidents is not null then 'OPEN_INCIDENT: ' || incidents
    end as reason
from timed
