-- One row per commercial order: what it owes, what it got, and both words for it, ours and the record's (domain.md §2 and §4).
-- `snapshot_no` is the one of the logistic order that leads: what belongs to the order as a whole stands on each of them.
with grouped as (
    select l.order_no, max(case when d.leads then l.snapshot_no end) as snapshot_no, list(s.supplier_id) as suppliers, min(s.created_at) as created_at,
        max(s.updated_at) as updated_at, {orders/order_status} as logistic_status, bool_or(l.live) as live,
        bool_or(l.followed_status in ('ACCEPTED_BY_SUPPLIER', 'WAITING_SHIPMENT', 'PARTIALLY_SHIPPED', 'PARTIALLY_CANCELED', 'SHIPPED', 'COMPLETED')) as accepted,
        bool_or(l.is_shipped and l.live) as shipped, any_value(d.currency) as currency, max(case when d.leads then d.payment_class end) as class,
        bool_or(d.currency is null) as mixed, sum(d.due)::decimal(18, 2) as due, sum(d.total_price)::decimal(18, 2) as total_price,
        any_value(b.order_written_off) as written_off,
        sum(b.outstanding) filter (where l.live and (d.payment_class <> 'TRANSFER_ON_DUE_DATE' or l.is_shipped))::decimal(18, 2) as due_now,
        min(b.recorded_payment_status) as word, min(b.recorded_payment_status) <> max(b.recorded_payment_status) as words_differ,
        min(b.claimed_at) as claimed_at
    from lo_states l join snapshots s using (snapshot_no) join (select * exclude (live, is_shipped) from lo_dues) d on d.lo_no = l.lo_no
    join lo_balances b on b.lo_no = l.lo_no group by 1
),
newest_words as (
    -- The record has one word for an order; where its logistic orders differ, the newest says it.
    select l.order_no, max_by(b.recorded_payment_status, {'at': s.updated_at, 'word': b.recorded_payment_status}) as word
    from (select * from lo_balances semi join (select order_no from grouped where words_differ) using (order_no)) b
    join lo_states l using (lo_no) join snapshots s using (snapshot_no)
    where b.recorded_payment_status is not null group by 1
),
money as (
    select order_no, coalesce(sum(amount) filter (where kind not in ('REFUND', 'REFUND_RETURN')), 0) as received,
        -coalesce(sum(amount) filter (where kind in ('REFUND', 'REFUND_RETURN')), 0) as refunded,
        sum(amount) filter (where kind in ('CAPTURE', 'TRANSFER')) as came,
        -sum(amount) filter (where kind in ('CHARGEBACK', 'CHARGEBACK_REVERSAL')) as charged_back
    from allocations group by 1
),
incidents_of as (select order_no, true as has_incident, bool_or(is_open) as has_open from incident_states group by 1),
summed as (
    select g.* exclude (suppliers), case when len(g.suppliers) = 1 then g.suppliers else list_sort(list_distinct(g.suppliers)) end as suppliers,
        coalesce(m.received, 0)::decimal(18, 2) as received, coalesce(m.refunded, 0)::decimal(18, 2) as refunded,
        coalesce(m.came, 0)::decimal(18, 2) as came, coalesce(m.charged_back, 0)::decimal(18, 2) as charged_back, tolerance(g.currency) as tol, coalesce(c.refused, false) as refused, coalesce(c.authorised, 0) as authorised,
        coalesce(w.word, g.word) as recorded_payment_status,
        coalesce(i.has_incident, false) as has_incident, coalesce(i.has_open, false) as has_open_incident
    from grouped g
    left join money m using (order_no)
    left join card_states c on c.order_no = g.order_no and c.lo_no is null
    left join newest_words w on w.order_no = g.order_no
    left join incidents_of i on i.order_no = g.order_no
),
stated as (
    select *, payment_status(class, greatest(received, 0), refunded, due, written_off, tol, live, refused, authorised > 0, shipped) as payment_status from summed
)
select order_no, snapshot_no, suppliers, case when mixed then 'MIXED' else currency end as currency, created_at, updated_at, logistic_status, live, accepted,
    shipped, class as payment_class, total_price, due as amount_due, case when mixed then null else coalesce(due_now, 0) end as amount_due_now,
    case when not mixed then received end as amount_received, case when not mixed then refunded end as amount_refunded, written_off as amount_written_off,
    outstanding(received, due, written_off) as amount_outstanding, excess(received, refunded, due, written_off, tol) as amount_excess,
    case when not mixed then net(received, refunded) end as net_received, came, charged_back, payment_status, recorded_payment_status,
    case when recorded_payment_status is null then ''
        when mixed then ''
        when moved_money(received, refunded) and payment_status <> recorded_payment_status then 'SET_' || payment_status
        when not moved_money(received, refunded) and claims_money(recorded_payment_status) and payment_status <> recorded_payment_status
            and claimed_at + evidence_days() <= as_of() then 'REVIEW'
        else '' end as payment_action,
    coalesce(balance_state(received, refunded, due, written_off, tol), 'UNPAID') as balance_state, refund_state(received, refunded, tol) as refund_state,
    has_incident, has_open_incident
from stated
