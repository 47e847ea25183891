-- One row per commercial order of the bulk: what it owes and got in truth, hence its payment status (domain.md §4). `certain`:
-- the suite must show this status; elsewhere only if it finds money whose reference is bent, or money moved twice.
with moved as (
    select order_reference, sum(amount) filter (where amount > 0) as received, -sum(amount) filter (where amount < 0) as refunded,
        bool_and(noise in ('psp', 'clean', 'twin', 'partial', 'over')) as plain
    from true_payments group by 1
),
charged as (select i, sum(amount) as back from psp_events where kind = 'CHARGEBACK' group by 1),
told as (
    select s.*, coalesce(m.received, 0) - coalesce(c.back, 0) as received, coalesce(m.refunded, 0) - coalesce(c.back, 0) as refunded,
        coalesce(m.plain, true) as plain, r.at_first
    from settled s
    left join moved m on m.order_reference = s.reference
    left join charged c using (i)
    join recorded r using (i)
)
select reference as order_reference, currency, case when class = 'none' then 0.00 else due end::decimal(18, 2) as amount_due,
    received::decimal(18, 2) as amount_received, refunded::decimal(18, 2) as amount_refunded,
    case when received = 0 and refunded = 0 then
            case when class = 'none' and live_parts > 0 then 'PAID' when class = 'none' then 'AUTHORIZED'
                when class = 'card' and ended_at is not null and story <> 'REFUSED' then 'WAITING_AUTHORIZATION'
                when class = 'card' then at_first when class = 'acceptance' or any_gone then 'WAITING_PAYMENT' else 'AUTHORIZED' end
        when refunded > 0 and received <= refunded then 'REFUNDED' when received - refunded > due then 'OVER_PAID'
        when received - refunded >= due then 'PAID' when refunded > 0 then 'PARTIALLY_REFUNDED' else 'PARTIALLY_PAID' end as payment_status,
    plain and not (class = 'none' and live_parts = 0) as certain
from told
order by order_reference
