-- One row per logistic order: the money allocated to it, and its payment status by the same table as its order's.
with decided as (
    select n.order_reference, n.logistic_reference, d.amount
    from namings n join decision_rows d using (reference)
    where n.order_reference is not null and d.action = 'WRITE_OFF' and d.decided_at <= as_of()
),
allocated as (
    select logistic_reference, sum(amount) as allocated,
        coalesce(sum(amount) filter (where kind not in ('REFUND', 'REFUND_RETURN')), 0) as received,
        -coalesce(sum(amount) filter (where kind in ('REFUND', 'REFUND_RETURN')), 0) as refunded
    from payment_matches where logistic_reference is not null group by 1
),
whole as (
    select d.order_reference, sum(d.due) as due, coalesce(any_value(m.received), 0) as received, coalesce(any_value(w.amount), 0) as decided,
        any_value(tolerance(d.currency)) as tol
    from lo_dues d
    left join (select order_reference, sum(amount) filter (where kind not in ('REFUND', 'REFUND_RETURN')) as received from payment_matches group by 1) m using (order_reference)
    left join (select order_reference, sum(amount) as amount from decided group by 1) w using (order_reference)
    group by 1
),
owed as (
    select d.*, coalesce(a.allocated, 0) as allocated, coalesce(a.received, 0) as received, coalesce(a.refunded, 0) as refunded,
        greatest(d.due - greatest(coalesce(a.received, 0), 0), 0) as missing, tolerance(d.currency) as tol,
        written_off(o.decided, o.received, o.due, o.tol) as order_written_off,
        coalesce(w.amount, 0) as named
    from lo_dues d join whole o using (order_reference) left join allocated a on a.logistic_reference = d.logistic_reference
    left join (select logistic_reference, sum(amount) as amount from decided where logistic_reference is not null group by 1) w
        on w.logistic_reference = d.logistic_reference
),
unwritten as (select * from owed where order_written_off is null or order_written_off = 0),
named_first as (
    -- A write-off counts for the logistic order it names, else like a transfer: by number (domain.md §4, Levels).
    select *, least(named, missing) as named_part,
        order_written_off - coalesce(sum(least(named, missing)) over (partition by order_reference), 0) as for_all
    from owed where order_written_off > 0
),
written as (
    select *, (named_part + least(missing - named_part, greatest(for_all - coalesce(sum(missing - named_part) over (
        partition by order_reference order by lo_number, logistic_reference rows between unbounded preceding and 1 preceding), 0), 0)))::decimal(18, 2) as written_off
    from named_first
    union all by name
    select *, 0::decimal(18, 2) as written_off from unwritten
)
select w.order_reference, w.logistic_reference, w.lo_number, w.currency, w.payment_class, w.followed_status, w.live, w.is_shipped, w.due, w.full_due, w.total_price,
    w.account_id, w.shipped_since, w.allocated::decimal(18, 2) as allocated, w.received::decimal(18, 2) as received, w.refunded::decimal(18, 2) as refunded,
    case when w.due is null then null else w.written_off end as written_off, w.order_written_off,
    outstanding(w.received, w.due, w.written_off) as outstanding,
    payment_status(w.payment_class, greatest(w.received, 0), w.refunded, w.due, w.written_off, w.tol, w.live, coalesce(c.refused, false),
        coalesce(c.authorised, 0) > 0, w.is_shipped) as payment_status
from written w
left join card_states c on c.logistic_reference = w.logistic_reference
