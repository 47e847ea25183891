-- One row per commercial order: what it owes, what it got, and both words for it, ours and the record's (domain.md §2 and §4).
-- `snapshot_no` is the one of the logistic order that leads: what belongs to the order as a whole stands on each of them.
with grouped as (
    select l.order_no, list(l.supplier_id) as suppliers, min(l.created_at) as created_at, max(l.updated_at) as updated_at, max(l.progress) as most,
        min(l.progress) as least, min(l.progress) filter (where l.progress > 0) as least_live, sum(d.due)::decimal(18, 2) as due,
        -- What its parts may owe before a rebate of another part is taken off.
        sum(greatest(d.due, 0))::decimal(18, 2) as due_of_parts,
        sum(d.total_price)::decimal(18, 2) as total_price, max(b.order_written_off) as written_off,
        sum(b.outstanding) filter (where d.live and (d.payment_class <> 'TRANSFER_ON_DUE_DATE' or l.is_shipped))::decimal(18, 2) as due_now,
        min(b.recorded_payment_status) as word, max(b.recorded_payment_status) as other_word, min(b.claimed_at) as claimed_at,
        min(t.due_on) as first_due_on, min(t.due_on) filter (where b.outstanding > 0) as open_due_on
    from (
        select o.order_no, o.lo_no, o.is_shipped, s.supplier_id, s.created_at, s.updated_at, progress(o.followed_status) as progress
        from lo_states o join snapshot_heads s using (snapshot_no)
    ) l join lo_dues d on d.lo_no = l.lo_no join lo_balances b on b.lo_no = l.lo_no left join due_dates t on t.lo_no = l.lo_no group by 1
),
newest_words as (
    -- The record has one word for an order; where its logistic orders differ, the newest says it.
    select l.order_no, max_by(b.recorded_payment_status, {'at': s.updated_at, 'word': b.recorded_payment_status}) as word
    from (select * from lo_balances semi join (select order_no from grouped where word <> other_word) using (order_no)) b
    join lo_states l using (lo_no) join snapshot_heads s using (snapshot_no)
    where b.recorded_payment_status is not null group by 1
),
money as (
    select order_no, coalesce(sum(amount) filter (where kind not in ('REFUND', 'REFUND_RETURN')), 0) as received,
        -coalesce(sum(amount) filter (where kind in ('REFUND', 'REFUND_RETURN')), 0) as refunded,
        sum(amount) filter (where kind in ('CAPTURE', 'TRANSFER', 'PAYMENT_RETURN')) as came,
        -sum(amount) filter (where kind in ('CHARGEBACK', 'CHARGEBACK_REVERSAL')) as charged_back
    from allocations group by 1
),
-- As long as no money came since and nothing else is owed.
untouched as (select order_no, stands_at, due from openings where stands_at is not null
    and order_no not in (select a.order_no from allocations a join movements v using (payment_no) join openings o using (order_no)
    where v.booked_at >= o.counts_until)),
incidents_of as (select order_no, true as has_incident, bool_or(is_open) as has_open from incident_states group by 1),
summed as (
    select g.* exclude (suppliers), h.snapshot_no, h.currency, h.payment_class as class, h.currency is null as mixed, g.most > 0 as live,
        g.most >= progress('ACCEPTED_BY_SUPPLIER') as accepted, g.most >= progress('PARTIALLY_SHIPPED') as shipped,
        case when len(g.suppliers) = 1 and g.suppliers[1] is not null then g.suppliers
            else list_sort(list_distinct(g.suppliers)) end as suppliers,
        coalesce(m.received, 0)::decimal(18, 2) as received, coalesce(m.refunded, 0)::decimal(18, 2) as refunded,
        coalesce(m.came, 0)::decimal(18, 2) as came, coalesce(m.charged_back, 0)::decimal(18, 2) as charged_back,
        tolerance(h.currency) as tol, coalesce(c.refused, false) as refused, coalesce(c.authorised, 0) as authorised,
        coalesce(w.word, g.word) as recorded_payment_status, u.stands_at,
        coalesce(i.has_incident, false) as has_incident, coalesce(i.has_open, false) as has_open_incident
    from grouped g
    join (select * from lo_dues where leads) h on h.order_no = g.order_no
    left join money m on m.order_no = g.order_no
    left join card_states c on c.order_no = g.order_no and c.lo_no is null
    left join newest_words w on w.order_no = g.order_no
    left join incidents_of i on i.order_no = g.order_no
    left join untouched u on u.order_no = g.order_no and u.due = g.due
),
stated as (
    select *, coalesce(stands_at, payment_status(class, greatest(received, 0), refunded, due, written_off, tol, live, refused, authorised > 0,
        shipped)) as payment_status from summed
)
select order_no, snapshot_no, suppliers, case when mixed then 'MIXED' else currency end as currency, created_at, updated_at,
    order_status(most, least, least_live) as logistic_status, live, accepted,
    shipped, class as payment_class, total_price, due as amount_due,
    case when not mixed then least(coalesce(due_now, 0), outstanding(received, due, written_off)) end as amount_due_now,
    case when not mixed then received end as amount_received, case when not mixed then refunded end as amount_refunded,
    written_off as amount_written_off,
    outstanding(received, due, written_off) as amount_outstanding, excess(received, refunded, due, written_off, tol) as amount_excess,
    case when not mixed then net(received, refunded) end as net_received, came, charged_back, due_of_parts, payment_status, recorded_payment_status,
    case when recorded_payment_status is null then ''
        when mixed then ''
        when moved_money(received, refunded) and payment_status <> recorded_payment_status then 'SET_' || payment_status
        when not moved_money(received, refunded) and claims_money(recorded_payment_status) and payment_status <> recorded_payment_status
            and claimed_at + evidence_days() <= as_of() then 'REVIEW'
        else '' end as payment_action,
    coalesce(balance_state(received, refunded, due, written_off, tol), 'UNPAID') as balance_state,
    refund_state(received, refunded, tol) as refund_state,
    has_incident, has_open_incident, coalesce(open_due_on, first_due_on) as due_on, open_due_on, claimed_at
from stated
