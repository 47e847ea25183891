-- One row per commercial order of the bulk: who placed it, when, how it is paid, and what is in store for it.
-- Order numbers have gaps, as where carts are abandoned: a mistyped number is sometimes another order's.
with drawn as (select i, key_of('order', i) as key from range(getvariable('bulk')) t(i)),
dated as (
    select *, getvariable('until') - getvariable('days') + 1 + (i * getvariable('days') // getvariable('bulk'))::integer as day,
        100000 + 3 * i + draw(key, 1, 3) as number, draw(key, 2, getvariable('accounts')) as a, draw(key, 3, 100) as way,
        draw(key, 4, 1000) as fate, draw(key, 5, 10000) as luck
    from drawn
),
chosen as (
    select d.*, strftime(d.day, '%Y%m%d') || '-' || d.number as reference,
        d.day::timestamp + to_seconds(5 * 3600 + draw(d.key, 6, 36000)) as created_at,
        a.account_id, a.name as account_name, a.iban as payer_iban, a.trusted, a.roles,
        case when way < 42 then 'CREDIT_CARD' when way < 50 then 'DIRECT_PAYMENT' when way < 52 then 'NO_PAYMENT'
            when way < 60 then 'BANK_WIRE' when a.trusted then 'BANK_WIRE_ON_DUE_DATE' else 'BANK_WIRE_ON_ACCEPTANCE' end as option,
        case when way < 50 then 'card' when way < 52 then 'none' when a.trusted then 'due' else 'acceptance' end as class
    from dated d join accounts a using (a)
)
select * exclude (way, trusted),
    case when option = 'CREDIT_CARD' and draw(key, 7, 100) < 65 then 'MANGOPAY' when class = 'card' then 'LEMONWAY'
        when class <> 'none' then 'OFFLINE' end as provider,
    case when draw(key, 8, 100) < 95 then 'EUR' else 'GBP' end as currency,
    -- A refusal of the last days is not definitive yet; what becomes of it depends on the night that looks at it.
    case when class = 'card' and fate < 6 and day < getvariable('until') - 5 then 'REFUSED' when class = 'card' and fate < 16 then 'ABANDONED'
        when fate between 20 and 39 then 'CANCELED' when roles and fate between 40 and 79 then 'DECLINED' else 'NORMAL' end as story,
    case when class in ('due', 'acceptance') then noise_of(luck) else 'psp' end as noise,
    day + 1 + draw(key, 9, 3) as pay_on,
    pick([1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4], draw(key, 10, 20)) as parts,
    -- A few pay into the account whose statements come as camt.053.
    case when currency = 'GBP' then 'GBP' when i % 10 = 3 and i < 20000 then 'CAMT' else 'EUR' end as own
from chosen
