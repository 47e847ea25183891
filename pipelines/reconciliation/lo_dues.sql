-- One row per logistic order: what it owes now (domain.md §4): its lines while it is live, nothing for NO_PAYMENT. `full_due` is
-- what it would owe if it were live. Amounts are null in an order of several currencies. The first logistic order by number, then by
-- reference, `leads`: it speaks for the order, and holds what that owes as a whole (`order_due`).
with lines as (
    select lo_no, sum(line_total)::decimal(18, 2) as counted, coalesce(sum(ordered_total) filter (where not removed), 0)::decimal(18, 2) as ordered
    from line_amounts group by 1
),
-- What Mirakl says that an order comes to, which DJUST does not know (domain.md §2).
stated as (select lo_no, due from mirakl_los where created and newest = 1),
headed as (
    select l.order_no, l.lo_no, l.snapshot_no, l.live, s.account_id, s.payment_option, s.currency, s.currencies, n.lo_number,
        coalesce(m.due, t.counted) as counted, coalesce(t.ordered, m.due) as ordered
    from lo_states l join snapshot_heads s using (snapshot_no) join lo_places n on n.lo_no = l.lo_no
        left join lines t on t.lo_no = l.lo_no left join stated m on m.lo_no = l.lo_no
),
of_one_number as (
    select order_no, lo_number, min_by(lo_no, logistic_reference) as leader
    from lo_names semi join (select order_no, lo_number from headed group by all having count(*) > 1) using (order_no, lo_number) group by all
),
orders_of as (
    select order_no, min(lo_number) as lo_number, min_by(lo_no, lo_number) as leader,
        bool_or(currencies > 1) or min(currency) <> max(currency) as mixed, coalesce(sum(counted) filter (where live), 0) as counted
    from headed group by 1
),
led as (
    select o.order_no, o.mixed, o.counted, coalesce(t.leader, o.leader) as leader
    from orders_of o left join of_one_number t on t.order_no = o.order_no and t.lo_number = o.lo_number
),
options as (select o.order_no, h.payment_option from led o join headed h on h.lo_no = o.leader),
owing as (
    select h.order_no, h.lo_no, h.snapshot_no, h.lo_no = o.leader as leads, h.live, h.account_id,
        case when not o.mixed then h.currency end as currency,
        p.payment_option, h.counted, h.ordered, o.counted as counted_of_order
    from headed h join led o using (order_no) join options p on p.order_no = h.order_no
)
select h.order_no, h.lo_no, h.snapshot_no, h.leads, h.live, h.payment_option = 'DIRECT_PAYMENT' as by_debit, h.account_id, h.currency,
    payment_class(h.payment_option, a.transfer_mode) as payment_class,
    case when h.currency is null then null when h.payment_option = 'NO_PAYMENT' then 0 else h.counted end::decimal(18, 2) as full_due,
    case when h.currency is null then null when h.payment_option = 'NO_PAYMENT' or not h.live then 0 else h.counted end::decimal(18, 2) as due,
    case when not h.leads or h.currency is null then null when h.payment_option = 'NO_PAYMENT' then 0 else h.counted_of_order end::decimal(18, 2)
        as order_due,
    case when h.currency is null then null else h.ordered end::decimal(18, 2) as total_price
from owing h left join account_now a on a.account_id = h.account_id
