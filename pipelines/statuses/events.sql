-- One row per status event of a known order but for the exports that count by now, dated and ranked (domain.md §2, Sources and Order).
-- `clock` is the instant from which the record may lag behind the step that the event makes.
with live_alone as {statuses/live_alone},
imports as (
    select n.order_no, coalesce(n.lo_no, a.lo_no) as lo_no, r.*
    from namings n join status_rows r using (reference) left join live_alone a on a.order_no = n.order_no
    where n.order_no is not null
)
select order_no, lo_no, 'ORDER_EXPORT' as source, 0 as source_rank, order_status as to_status, updated_at as effective_at,
    updated_at as clock, null::timestamptz as seen_at, '' as content, file_no, line_number, status_reason,
    null::integer as newest, null::varchar as source_id, null::varchar as written
from snapshot_heads where updated_at > as_of() and told_by is null
union all
select order_no, lo_no, 'STATUS_IMPORT', 1, to_status, effective_at, effective_at, null,
    concat_ws('|', to_status, status_reason, tracking_url), file_no, line_number, status_reason, null, null, written
from imports
union all
select order_no, lo_no, source, 2, to_status, effective_at, effective_at, null, content, file_no, line_number, null, null, null, null
from {mirakl/events}
union all
select order_no, lo_no, 'PSP', 3, to_status, effective_at, null, null, format('{:016x}', payment_no), file_no, line_number,
    status_reason, null, null, null
from {statuses/inferred_moves}
union all
-- What was completed, or decided anew, after it was decided was exported as that alone.
select d.order_no, d.lo_no, 'DECISION', 4, d.value, d.decided_at, coalesce(x.exported_at, least(c.exported_at, s.exported_at),
    timestamptz 'infinity'),
    null, d.decision_id, d.file_no, d.line_number, d.decision_reason, null, d.decision_id, d.reference
from decisions_made d left join exports x on x.source = 'DECISION' and x.source_id = d.decision_id
left join (
    select a.lo_no, a.applied_at, min(e.exported_at) as exported_at from {completions/applied} a
        join exports e on e.source = 'COMPLETION' and e.lo_no = a.told_no group by all
) c on c.lo_no = d.lo_no and c.applied_at >= d.decided_at
left join (
    select e.decision_id, min(x.exported_at) as exported_at
    from decisions_made e join decisions_made l on l.lo_no = e.lo_no and l.action = e.action
        and (l.decided_at, l.decision_id) > (e.decided_at, e.decision_id)
    join exports x on x.source = 'DECISION' and x.source_id = l.decision_id
    where e.action = 'SET_LOGISTIC_STATUS' and l.outcome in ('APPLIED', 'SUPERSEDED', 'REFUSED') group by 1
) s on s.decision_id = d.decision_id
where d.action = 'SET_LOGISTIC_STATUS' and (d.outcome in ('APPLIED', 'SUPERSEDED', 'REFUSED') or d.outcome = 'WAITING' and d.order_no is not null)
union all
select c.order_no, c.lo_no, 'COMPLETION', 5, 'COMPLETED', c.applied_at, coalesce(x.exported_at, timestamptz 'infinity'),
    null, '', null, null, c.rule, null, null, null
from {completions/applied} c left join exports x on x.source = 'COMPLETION' and x.lo_no = c.told_no
