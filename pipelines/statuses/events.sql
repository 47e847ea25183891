-- One row per status event of a known order but for the exports that count by now, dated and ranked (domain.md §2, Sources and Order).
-- `clock` is the instant from which the record may lag behind the step that the event makes.
with live_alone as (
    -- A commercial reference in a status file stands for its only live logistic order (contract.md §3.2).
    select order_reference, case when count(*) = 1 then any_value(logistic_reference)
        when count(*) filter (where alive) = 1 then any_value(logistic_reference) filter (where alive) end as logistic_reference
    from (
        select order_reference, logistic_reference,
            order_status not in ('DECLINED_BY_CUSTOMER', 'DECLINED_BY_SUPPLIER', 'CANCELED') as alive
        from lo_snapshots where newest = 1 and order_reference in (select order_reference from namings where logistic_reference is null)
    ) group by 1
),
imports as (
    select n.order_reference, coalesce(n.logistic_reference, a.logistic_reference) as logistic_reference, r.*
    from namings n join status_rows r using (reference) left join live_alone a on a.order_reference = n.order_reference
    where n.order_reference is not null
),
orders_decided as (
    select n.order_reference, coalesce(n.logistic_reference, a.logistic_reference) as logistic_reference, d.*
    from namings n join decision_rows d using (reference) left join live_alone a on a.order_reference = n.order_reference
    where n.order_reference is not null and d.action = 'SET_LOGISTIC_STATUS'
)
select order_reference, logistic_reference, 'ORDER_EXPORT' as source, 0 as source_rank, order_status as to_status, updated_at as effective_at,
    updated_at as clock, null::timestamptz as seen_at, null::timestamptz as shown_at, '' as content, file_no, line_number, status_reason,
    null::bigint as newest, null::varchar as source_id, null::varchar as written
from snapshots where updated_at > as_of()
union all
select order_reference, logistic_reference, 'STATUS_IMPORT', 1, to_status, effective_at, effective_at, null, null,
    concat_ws('|', to_status, status_reason, tracking_url), file_no, line_number, status_reason, null, null, written
from imports
union all
select order_reference, logistic_reference, 'PSP', 3, to_status, effective_at, null, null, null, payment_id, file_no, line_number,
    status_reason, null, payment_id, null
from {statuses/inferred_moves}
union all
select d.order_reference, d.logistic_reference, 'DECISION', 4, d.value, d.decided_at, coalesce(x.exported_at, timestamptz 'infinity'),
    null, null, d.decision_id, d.file_no, d.line_number, d.decision_reason, null, d.decision_id, d.reference
from orders_decided d left join exports x on x.source = 'DECISION' and x.source_id = d.decision_id
union all
select c.order_reference, c.logistic_reference, 'COMPLETION', 5, 'COMPLETED', c.applied_at, coalesce(x.exported_at, timestamptz 'infinity'),
    null, null, c.logistic_reference, null, null, c.rule, null, c.logistic_reference, null
from completions_applied c left join exports x on x.source = 'COMPLETION' and x.source_id = c.logistic_reference
