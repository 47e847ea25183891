-- One row per logistic order: what it owes now (domain.md §4): its lines while it is live, nothing for NO_PAYMENT. `full_due` is
-- what it would owe if it were live. Amounts are null in an order of several currencies. A logistic
-- order belongs to the order that named it first, so that its reference alone joins.
with lines as (
    select logistic_reference, sum(line_total)::decimal(18, 2) as counted,
        coalesce(sum(ordered_total) filter (where not removed), 0)::decimal(18, 2) as ordered
    from order_lines group by 1
),
orders_of as (
    select l.order_reference, min({'number': l.lo_number, 'reference': l.logistic_reference}) as first_one,
        bool_or(s.currencies > 1) or min(s.currency) <> max(s.currency) as mixed
    from lo_states l join snapshots s using (snapshot_no) group by 1
),
options as (
    select o.order_reference, o.mixed, o.first_one.reference as leader, s.payment_option
    from orders_of o join lo_states l on l.logistic_reference = o.first_one.reference
    join snapshots s on s.snapshot_no = l.snapshot_no
),
headed as (
    select l.*, s.account_id, case when not o.mixed then s.currency end as one_currency, o.payment_option as option_of_order,
        l.logistic_reference = o.leader as leads
    from lo_states l join snapshots s using (snapshot_no) join options o on o.order_reference = l.order_reference
)
select h.order_reference, h.logistic_reference, h.lo_number, h.snapshot_no, h.followed_status, h.live, h.is_shipped, h.in_conflict, h.shipped_since, h.leads,
    h.account_id, h.one_currency as currency, payment_class(h.option_of_order, a.transfer_mode) as payment_class,
    case when h.one_currency is null then null when h.option_of_order = 'NO_PAYMENT' then 0 else l.counted end::decimal(18, 2) as full_due,
    case when h.one_currency is null then null when h.option_of_order = 'NO_PAYMENT' or not h.live then 0 else l.counted end::decimal(18, 2) as due,
    case when h.one_currency is null then null else l.ordered end::decimal(18, 2) as total_price
from headed h
join lines l on l.logistic_reference = h.logistic_reference
left join account_now a on a.account_id = h.account_id
