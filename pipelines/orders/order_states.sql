-- One row per commercial order: what it owes, what it got, and both words for it, ours and the record's (domain.md §2 and §4).
-- What belongs to the order as a whole stands on each of its logistic orders; `snapshot_no` is the first one's.
with facts_of as (
    select l.order_no, list_sort(list_distinct(list(s.supplier_id))) as suppliers, min(s.created_at) as created_at, max(s.updated_at) as updated_at,
        {orders/order_status} as logistic_status, bool_or(l.live) as live
    from lo_states l join snapshots s using (snapshot_no) group by 1
),
money as (
    select order_no, coalesce(sum(amount) filter (where kind not in ('REFUND', 'REFUND_RETURN')), 0) as received,
        -coalesce(sum(amount) filter (where kind in ('REFUND', 'REFUND_RETURN')), 0) as refunded
    from allocations group by 1
),
dues as (
    select order_no, max(case when place = 1 then snapshot_no end) as snapshot_no, any_value(currency) as currency, any_value(payment_class) as class,
        sum(due)::decimal(18, 2) as due, sum(total_price)::decimal(18, 2) as total_price, any_value(order_written_off) as written_off,
        bool_or(is_shipped and live) as shipped, bool_or(currency is null) as mixed,
        sum(outstanding) filter (where live and (payment_class <> 'TRANSFER_ON_DUE_DATE' or is_shipped))::decimal(18, 2) as due_now,
        -- The record has one word for an order; where its logistic orders differ, the newest says it.
        min(recorded_payment_status) as word, min(recorded_payment_status) <> max(recorded_payment_status) as words_differ, min(claimed_at) as claimed_at
    from lo_balances group by 1
),
newest_words as (
    select order_no, max_by(recorded_payment_status, {'at': recorded_at, 'word': recorded_payment_status}) as word
    from lo_balances semi join (select order_no from dues where words_differ) using (order_no)
    where recorded_payment_status is not null group by 1
),
incidents_of as (select order_no, true as has_incident, bool_or(is_open) as has_open from incident_states group by 1),
summed as (
    select f.*, d.* exclude (order_no), coalesce(m.received, 0)::decimal(18, 2) as received, coalesce(m.refunded, 0)::decimal(18, 2) as refunded,
        tolerance(d.currency) as tol, coalesce(c.refused, false) as refused, coalesce(c.authorised, 0) as authorised,
        coalesce(w.word, d.word) as recorded_payment_status,
        coalesce(i.has_incident, false) as has_incident, coalesce(i.has_open, false) as has_open_incident
    from facts_of f join dues d using (order_no)
    left join money m using (order_no)
    left join card_states c on c.order_no = f.order_no and c.lo_no is null
    left join newest_words w on w.order_no = f.order_no
    left join incidents_of i on i.order_no = f.order_no
),
stated as (
    select *, payment_status(class, greatest(received, 0), refunded, due, written_off, tol, live, refused, authorised > 0, shipped) as payment_status from summed
)
select order_no, snapshot_no, suppliers, case when mixed then 'MIXED' else currency end as currency, created_at, updated_at, logistic_status,
    total_price, due as amount_due, case when mixed then null else coalesce(due_now, 0) end as amount_due_now,
    case when not mixed then received end as amount_received, case when not mixed then refunded end as amount_refunded, written_off as amount_written_off,
    outstanding(received, due, written_off) as amount_outstanding, excess(received, refunded, due, written_off, tol) as amount_excess,
    case when not mixed then net(received, refunded) end as net_received, payment_status, recorded_payment_status,
    case when recorded_payment_status is null then ''
        when mixed then ''
        when moved_money(received, refunded) and payment_status <> recorded_payment_status then 'SET_' || payment_status
        when not moved_money(received, refunded) and claims_money(recorded_payment_status) and payment_status <> recorded_payment_status
            and claimed_at + evidence_days() <= as_of() then 'REVIEW'
        else '' end as payment_action,
    coalesce(balance_state(received, refunded, due, written_off, tol), 'UNPAID') as balance_state, refund_state(received, refunded, tol) as refund_state,
    has_incident, has_open_incident
from stated
