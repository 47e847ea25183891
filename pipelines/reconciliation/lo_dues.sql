-- One row per logistic order: what it owes now (domain.md §4): its lines while it is live, nothing for NO_PAYMENT. `full_due` is
-- what it would owe if it were live. Amounts are null in an order of several currencies.
with lines as (
    select order_reference, logistic_reference, sum(line_total)::decimal(18, 2) as counted,
        coalesce(sum(ordered_total) filter (where not removed), 0)::decimal(18, 2) as ordered
    from order_lines group by 1, 2
),
headed as (
    select l.*, s.currency, s.payment_option, s.account_id,
        case when bool_or(s.currencies > 1) over whole or min(s.currency) over whole <> max(s.currency) over whole then null else s.currency end as one_currency,
        min_by(s.payment_option, (l.lo_number, l.logistic_reference)) over whole as option_of_order
    from lo_states l join snapshots s using (snapshot_no)
    window whole as (partition by l.order_reference)
)
select h.order_reference, h.logistic_reference, h.lo_number, h.snapshot_no, h.followed_status, h.live, h.is_shipped, h.in_conflict, h.shipped_since,
    h.account_id, h.one_currency as currency, payment_class(h.option_of_order, a.transfer_mode) as payment_class,
    case when h.one_currency is null then null when h.option_of_order = 'NO_PAYMENT' then 0 else l.counted end::decimal(18, 2) as full_due,
    case when h.one_currency is null then null when h.option_of_order = 'NO_PAYMENT' or not h.live then 0 else l.counted end::decimal(18, 2) as due,
    case when h.one_currency is null then null else l.ordered end::decimal(18, 2) as total_price
from headed h
join lines l using (order_reference, logistic_reference)
left join account_now a on a.account_id = h.account_id
