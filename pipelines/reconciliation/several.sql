-- One row per undecided payment that names several orders, or several logistic orders: what each of them owes, the order it names first in front, and
-- whether all that looks like a reference is known (domain.md §5, MULTIPLE). An order and its logistic order are the
-- logistic order. `is_apart`: each stands in a place of its own.
with every as (
    select payment_no, order_no, lo_no, (field, spot_first) as place, n from candidates where order_no is not null
    union all
    -- What two orders are called by names neither.
    select payment_no, order_no, lo_no, min((0, nth)), max(n) from (
        select *, count(distinct order_no) over (partition by payment_no, field, written) as n,
            dense_rank() over (partition by payment_no order by field, written) as nth from structured
    ) group by payment_no, order_no, lo_no
),
-- Few payments name more than one.
told as (
    select * from every where payment_no in (
        select payment_no from every group by 1 having min(order_no) <> max(order_no) or min(coalesce(lo_no, 0)) <> max(coalesce(lo_no, 0)))
),
members as (
    select payment_no, order_no, lo_no, min(place) as place, max(n) as n from told t
    where lo_no is not null or not exists (
        select 1 from told l where l.payment_no = t.payment_no and l.order_no = t.order_no and l.lo_no is not null)
    group by all
),
unclear as (
    select payment_no from candidates where order_no is null or goes_on union all select payment_no from every where n > 1
    union all select payment_no from rf_tokens where not valid
)
select m.payment_no, m.payment_no not in (from unclear) and bool_and(o.order_currency = u.currency) and min(o.open_here) >= 0
    and max(o.open_here) > 0 as is_clear,
    max(m.n) = 1 and count(distinct m.place) = count(*) as is_apart, bool_and(o.order_currency = u.currency) as in_one_currency,
    bool_or(o.order_currency = u.currency) as in_currency, string_agg(distinct r.order_reference, ', ' order by r.order_reference) as all_orders,
    case when count(distinct m.order_no) = 1 then least(sum(o.open_here), any_value(o.order_open)) else sum(o.open_here) end as open_in_all,
    count(distinct m.order_no) as orders,
    list({'order_no': m.order_no, 'lo_no': m.lo_no, 'amount': o.open_here, 'counts': null::decimal(18, 2)} order by m.place, r.order_reference,
        l.logistic_reference) as members
from members m join undecided u using (payment_no)
join opens o on o.payment_no = m.payment_no and o.order_no = m.order_no and o.lo_no is not distinct from m.lo_no
join called_orders r on r.order_no = m.order_no left join called_los l on l.lo_no = m.lo_no
group by m.payment_no having count(*) > 1
