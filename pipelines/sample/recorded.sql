-- One row per commercial order: the payment status DJUST would show once it knows, and from when it does. Money whose
-- reference nobody can read has not been entered there yet.
with taken as (
    select i, min(moment) filter (where kind = 'CAPTURE') as first_at, sum(amount) filter (where kind = 'CAPTURE') as captured,
        sum(amount) filter (where kind = 'REFUND') as refunded, count(*) filter (where kind = 'CHARGEBACK') > 0 as disputed,
        count(*) filter (where kind = 'AUTHORIZATION') > 0 as authorised
    from psp_events where state = 'SUCCEEDED' group by i
)
select s.i,
    case when s.class = 'none' and s.live_parts > 0 then 'PAID' when s.class = 'none' then null when s.class = 'due' then 'AUTHORIZED'
        when s.class = 'acceptance' then 'WAITING_PAYMENT'
        when s.story = 'REFUSED' then 'REFUSED' when k.authorised then 'AUTHORIZED' else 'WAITING_AUTHORIZATION' end as at_first,
    case when s.class = 'due' and s.any_gone then 'WAITING_PAYMENT' end as once_gone,
    case when k.disputed then null when k.captured < s.due then 'PARTIALLY_PAID' when k.refunded > 0 then 'PARTIALLY_REFUNDED'
        when k.captured > 0 then 'PAID'
        when t.noise in ('clean', 'twin') then 'PAID' when t.noise = 'partial' then 'PARTIALLY_PAID'
        when t.noise = 'over' then pick(['OVER_PAID', 'OVERPAID'], s.number % 2) end as once_paid,
    coalesce(k.first_at, t.paid_on::timestamp + interval 3 day) as known_at
from settled s
left join taken k using (i)
left join transfers t using (i)
