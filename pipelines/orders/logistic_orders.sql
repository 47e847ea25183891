-- One row per logistic order: where it stands, what it owes, what is paid of it.
select n.logistic_reference, o.order_reference, h.djust_id, h.external_id, h.external_source as source, h.supplier_id, l.logistic_status,
    l.recorded_logistic_status, l.status_since, l.shipped_at,
    case when l.logistic_status = 'COMPLETED' then coalesce(c.due_at, l.status_since) end as completed_at,
    case when l.mirakl and l.logistic_status in ('SHIPPED', 'COMPLETED') then coalesce(c.due_at, k.due_at) end as completion_due_at,
    d.due as amount_due, case when d.due is not null then b.allocated end as amount_allocated, b.outstanding as amount_outstanding, b.payment_status,
    b.recorded_payment_status, t.due_on as due_date,
    case when b.outstanding > 0 and t.due_on < v.judged_on then v.judged_on - t.due_on else 0 end::integer as days_overdue,
    coalesce(i.has_open, false) as has_open_incident
from steps.lo_states l
join facts.lo_names n using (lo_no)
join facts.order_names o on o.order_no = l.order_no
join facts.snapshots h on h.snapshot_no = l.snapshot_no
join steps.lo_dues d on d.lo_no = l.lo_no
join steps.lo_balances b on b.lo_no = l.lo_no
left join steps.due_dates t on t.lo_no = l.lo_no
left join steps.collection_dates v on v.currency = d.currency
left join steps.completed c on c.lo_no = l.lo_no
left join steps.completion_clock k on k.lo_no = l.lo_no
left join (select lo_no, bool_or(is_open) as has_open from steps.incident_states group by 1) i on i.lo_no = l.lo_no
