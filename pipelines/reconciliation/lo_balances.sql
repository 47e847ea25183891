-- One row per logistic order: the money allocated to it, its payment status by the same table as its order's, and what DJUST records.
with decided as (select order_no, lo_no, amount from decisions_made where action = 'WRITE_OFF' and outcome = 'APPLIED'
    union all select order_no, part.lo_no, part.written_off from (select order_no, unnest(parts) as part from openings) where part.written_off > 0
),
-- A part that a balance names stands at what that says.
untouched as (select order_no, stands_at from openings o where stands_at is not null and parts[1].lo_no is null
    and due = (select sum(due) from lo_dues d where d.order_no = o.order_no) and order_no not in (
    select a.order_no from allocations a join movements v using (payment_no) join openings o using (order_no) where v.booked_at >= o.counts_until)),
allocated as (
    select lo_no, sum(amount) as allocated,
        coalesce(sum(amount) filter (where kind not in ('REFUND', 'REFUND_RETURN')), 0) as received,
        -coalesce(sum(amount) filter (where kind in ('REFUND', 'REFUND_RETURN')), 0) as refunded
    from allocations where lo_no is not null group by 1
),
touched_orders as (select order_no from allocations union select order_no from decided),
whole as (
    select d.order_no, sum(d.due) as due, coalesce(any_value(m.received), 0) as received, coalesce(any_value(w.amount), 0) as decided,
        any_value(tolerance(d.currency)) as tol
    from (select * from lo_dues semi join touched_orders using (order_no)) d
    left join (select order_no, sum(amount) filter (where kind not in ('REFUND', 'REFUND_RETURN')) as received from allocations
        group by 1) m using (order_no)
    left join (select order_no, sum(amount) as amount from decided group by 1) w using (order_no)
    group by 1
),
written_offs as (select order_no, written_off(decided, received, due, tol) as order_written_off from whole),
owed as (
    select d.order_no, d.lo_no, d.live, s.is_shipped, d.payment_class, d.due, coalesce(a.allocated, 0) as allocated,
        coalesce(a.received, 0) as received, coalesce(a.refunded, 0) as refunded,
        greatest(d.due - greatest(coalesce(a.received, 0), 0), 0) as missing, tolerance(d.currency) as tol,
        case when d.currency is null then null else coalesce(o.order_written_off, 0) end::decimal(18, 2) as order_written_off
    from lo_dues d join lo_states s using (lo_no) left join written_offs o on o.order_no = d.order_no left join allocated a on a.lo_no = d.lo_no
),
unwritten as (select * from owed where order_written_off is null or order_written_off = 0),
named_first as (
    -- A write-off counts for the logistic order it names, else like a transfer: by due date, then number (domain.md §4, Levels).
    select *, least(named, missing) as named_part,
        order_written_off - coalesce(sum(least(named, missing)) over (partition by order_no), 0) as for_all
    from (
        select o.*, n.lo_number, n.logistic_reference, coalesce(t.due_on, date '9999-12-31') as due_on, coalesce(w.amount, 0) as named
        from owed o join lo_names n using (lo_no) left join due_dates t on t.lo_no = o.lo_no
        left join (select lo_no, sum(amount) as amount from decided where lo_no is not null group by 1) w on w.lo_no = o.lo_no
        where o.order_written_off > 0
    )
),
written as (
    select *, (named_part + least(missing - named_part, greatest(for_all - coalesce(sum(missing - named_part) over (
        partition by order_no order by due_on, lo_number, logistic_reference rows between unbounded preceding and 1 preceding), 0),
            0)))::decimal(18, 2) as written_off
    from named_first
    union all by name
    select *, 0::decimal(18, 2) as written_off from unwritten
)
select w.order_no, w.lo_no, w.allocated::decimal(18, 2) as allocated, w.order_written_off,
    outstanding(w.received, w.due, w.written_off) as outstanding,
    coalesce(u.stands_at, payment_status(w.payment_class, greatest(w.received, 0), w.refunded, w.due, w.written_off, w.tol, w.live,
        coalesce(c.refused, false),
        coalesce(c.authorised, 0) > 0, w.is_shipped)) as payment_status,
    r.recorded_payment_status, r.claimed_at
from written w
join {orders/recorded_payments} r on r.lo_no = w.lo_no
left join card_states c on c.lo_no = w.lo_no left join untouched u on u.order_no = w.order_no
