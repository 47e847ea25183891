-- One row per order that may have been paid twice (domain.md §7, POSSIBLE_DOUBLE_PAYMENT): it is overpaid, and a payment that fits into the excess,
-- the newest of them, came within ten days of another one of the same payer. Who pays by card is the customer.
with coming as (
    select a.order_no, a.payment_no, sum(a.amount) as amount, any_value(v.booked_on) as booked_on, any_value(v.booked_at) as booked_at,
        any_value(coalesce(v.payer_iban, case when v.provider <> 'BANK' then 'card' end)) as payer
    from allocations a join movements v using (payment_no)
    where a.kind in ('CAPTURE', 'TRANSFER') and a.order_no in (select order_no from order_states where balance_state = 'OVERPAID')
    group by all
),
beside as (
    select *, count(*) over (partition by order_no, payer order by booked_on
        range between interval 10 days preceding and interval 10 days following) > 1 as has_another
    from coming where payer is not null
)
select p.order_no, max_by(p.payment_no, (p.booked_on, p.payment_no)) as payment_no,
    max_by(p.amount, (p.booked_on, p.payment_no))::decimal(18, 2) as amount,
    max(p.booked_at) as booked_at, any_value(o.currency) as currency
from beside p join order_states o using (order_no)
where p.amount <= o.amount_excess and p.has_another
group by p.order_no
