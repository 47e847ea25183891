-- One row per PSP event: captures, some after an authorisation of their own, some refunded in part. `changed`: captures
-- of orders that waited for their money and that the night's export does not tell of.
with own as (
    select *, case when is_new then 'new' else 'first' end as night, updated_at + interval 1 hour as paid_at from orders where kind < 10
),
events as (
    select night, i, 'AUTHORIZATION' as type, created_at as happened_at, 1 as share from own where kind = 0
    union all select night, i, 'CAPTURE', paid_at, 1 from own
    union all select night, i, 'REFUND', paid_at + interval 1 hour, 0.25 from own where kind = 1
    union all select 'changed', i, 'CAPTURE', getvariable('second_day') + interval 8 hours, 1 from orders
        where kind >= 18 and place between 14 and 19 and not is_new
)
select 'MANGOPAY' as "Provider", 'P-' || (100000 + i) as "PSP Reference", left(type, 1) || '-' || (100000 + i) as "Event Id", type as "Event Type",
    'SUCCEEDED' as "Event Status", (due * share - case when i % 50 = 2 then 0.05 else 0 end)::decimal(18, 2) as "Amount", 'EUR' as "Currency",
    reference as "Order Reference", iso(happened_at) as "Occurred At"
from events join dues using (i) join orders using (i) where night = getvariable('night') order by i, happened_at
