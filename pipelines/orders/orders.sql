-- One row per commercial order: what it owes, what it got, and both words for it, ours and the record's.
select n.order_reference, h.commercial_djust_id as djust_id, h.commercial_external_id as external_id, h.account_id, h.customer_id,
    o.suppliers, o.currency,
    h.payment_option, h.payment_provider, o.created_at, o.updated_at, o.logistic_status, o.total_price, o.amount_due, o.amount_due_now,
    o.amount_received,
    o.amount_refunded, o.amount_written_off, o.amount_outstanding, o.amount_excess, o.net_received, o.payment_status, o.recorded_payment_status,
    o.payment_action, o.balance_state, o.refund_state, o.due_on as due_date,
    case when o.amount_outstanding > 0 and o.open_due_on < c.judged_on then c.judged_on - o.open_due_on else 0 end::integer as days_overdue,
    o.has_incident, o.has_open_incident, h.order_message
from steps.order_states o join facts.order_names n using (order_no) join facts.snapshots h on h.snapshot_no = o.snapshot_no
left join steps.collection_dates c on c.currency = o.currency
