-- One row per logistic order: what it owes now (domain.md §4): its lines while it is live, nothing for NO_PAYMENT. `full_due` is
-- what it would owe if it were live. Amounts are null in an order of several currencies. `place` is its place in its order, by number
-- and then by reference; the first one speaks for the order.
with lines as (
    select lo_no, sum(line_total)::decimal(18, 2) as counted, coalesce(sum(ordered_total) filter (where not removed), 0)::decimal(18, 2) as ordered
    from line_amounts group by 1
),
headed as (
    select l.order_no, l.lo_no, l.snapshot_no, l.followed_status, l.live, l.is_shipped, l.in_conflict, l.shipped_since,
        s.account_id, s.payment_option, s.currency, s.currencies, n.lo_number
    from lo_states l join snapshots s using (snapshot_no) join lo_names n on n.lo_no = l.lo_no
),
ties as (
    select lo_no, row_number() over (partition by order_no, lo_number order by logistic_reference) as nth
    from lo_names semi join (select order_no, lo_number from headed group by all having count(*) > 1) using (order_no, lo_number)
),
placed as (
    select h.*, row_number() over (partition by h.order_no order by h.lo_number, t.nth)::integer as place
    from headed h left join ties t using (lo_no)
),
orders_of as (
    select order_no, min(payment_option) filter (where place = 1) as payment_option,
        bool_or(currencies > 1) or min(currency) <> max(currency) as mixed
    from placed group by 1
),
owing as (
    select p.* exclude (currency, payment_option), case when not o.mixed then p.currency end as currency, o.payment_option, l.counted, l.ordered
    from placed p join orders_of o using (order_no) join lines l on l.lo_no = p.lo_no
)
select h.order_no, h.lo_no, h.place, h.snapshot_no, h.followed_status, h.live, h.is_shipped, h.in_conflict, h.shipped_since,
    h.account_id, h.currency, payment_class(h.payment_option, a.transfer_mode) as payment_class,
    case when h.currency is null then null when h.payment_option = 'NO_PAYMENT' then 0 else h.counted end::decimal(18, 2) as full_due,
    case when h.currency is null then null when h.payment_option = 'NO_PAYMENT' or not h.live then 0 else h.counted end::decimal(18, 2) as due,
    case when h.currency is null then null else h.ordered end::decimal(18, 2) as total_price
from owing h left join account_now a on a.account_id = h.account_id
