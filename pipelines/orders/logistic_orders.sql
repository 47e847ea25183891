-- One row per logistic order: where it stands, what it owes, what is paid of it.
select l.logistic_reference, l.order_reference, h.djust_id, h.external_id, h.external_source as source, h.supplier_id, l.logistic_status,
    l.recorded_logistic_status, l.status_since, l.shipped_at,
    case when l.logistic_status = 'COMPLETED' then coalesce(c.due_at, l.status_since) end as completed_at,
    case when l.mirakl and l.logistic_status in ('SHIPPED', 'COMPLETED') and (l.logistic_status = 'SHIPPED' or c.due_at is not null)
        then coalesce(c.due_at, l.shipped_at + completion_days()) end as completion_due_at,
    b.due as amount_due, case when b.due is not null then b.allocated end as amount_allocated, b.outstanding as amount_outstanding, b.payment_status,
    r.recorded_payment_status, coalesce(i.has_open, false) as has_open_incident
from lo_states l
join snapshots h on h.snapshot_no = l.snapshot_no
join lo_balances b on b.logistic_reference = l.logistic_reference
join recorded_payments r on r.logistic_reference = l.logistic_reference
left join completions_applied c on c.logistic_reference = l.logistic_reference
left join (select order_reference, logistic_reference, bool_or(is_open) as has_open from incident_states group by 1, 2) i
    on i.logistic_reference = l.logistic_reference
