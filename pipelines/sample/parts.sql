-- One row per logistic order of the bulk with the instant of every step of its life, null for those it never takes; steps
-- after the horizon have not happened yet, snapshots.sql sees to that.
with drawn as (
    select p.*, n, key_of('part', p.number || '-' || n) as part_key from placed p, range(1, p.parts + 1) t(n)
),
supplied as (
    select d.*, s.supplier_id, s.mirakl, s.delay, s.mode, draw(part_key, 2, 100) as lot,
        case when not roles or story in ('REFUSED', 'ABANDONED') then null else created_at + interval 15 minute end as wca_at,
        -- Nobody waits for a supplier before a card was accepted or an approver has agreed.
        case when story in ('REFUSED', 'ABANDONED', 'DECLINED') then null
            when roles then created_at + to_minutes(120 + draw(d.key, 11, 1080))
            else created_at + to_minutes(30 + draw(d.key, 11, 60)) end as wsa_at
    from drawn d join suppliers s on s.s = draw(part_key, 1, getvariable('suppliers'))
),
accepted as (
    select *,
        case when story <> 'NORMAL' then null
            -- An order that must be paid first waits for its money, and for good if nobody sees whom the money is for.
            when class = 'acceptance' and (pay_on > getvariable('until') or noise in ('typo', 'truncated', 'partial', 'no_reference'))
            then null
            when class = 'acceptance' then pay_on::timestamp + to_minutes(1920 + draw(part_key, 3, 480))
            else wsa_at + to_minutes(120 + draw(part_key, 3, 2160)) end as abs_at,
        class in ('card', 'due', 'none') and lot < 3 as declined, class in ('card', 'due', 'none') and lot between 3 and 5 as canceled
    from supplied
),
sent as (
    select * replace (case when not declined then abs_at end as abs_at), abs_at as answered_at,
        case when not declined then abs_at + to_minutes(30 + draw(part_key, 4, 330)) end as wsh_at
    from accepted
),
timed as (
    select *, case when not canceled then wsh_at + to_minutes(480 + draw(part_key, 5, 4320)) end as shp_at
    from sent
)
select i, n, key, part_key, reference, reference || '-' || n as logistic_reference, number, class, currency, supplier_id, mirakl, delay, mode,
    case when mirakl then 'Order_' || lpad(number::varchar, 8, '0') || '-' || pick(['A', 'B', 'C', 'D'], n - 1)
        else 'EXT-' || number || '-' || n end as external_id,
    pick([1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3], draw(part_key, 6, 20)) as lines,
    created_at, wca_at, wsa_at, abs_at, wsh_at, shp_at,
    case when mirakl and draw(part_key, 7, 10) < 3 then wsh_at + (shp_at - wsh_at) / 2 end as psh_at,
    case when (mirakl and draw(part_key, 8, 10) < 3) or (not mirakl and draw(part_key, 8, 10) < 8)
        then shp_at + to_hours(96 + draw(part_key, 9, 264)) end as cmp_at,
    case when story = 'REFUSED' then created_at + interval 4 day when story = 'CANCELED' then wsa_at + interval 3 hour
        when story = 'DECLINED' then created_at + interval 9 hour when declined then answered_at
        when canceled then wsh_at + interval 1 hour end as dead_at,
    case when story = 'DECLINED' then 'DECLINED_BY_CUSTOMER' when declined and story = 'NORMAL' then 'DECLINED_BY_SUPPLIER'
        else 'CANCELED' end as dead_as,
    case when story = 'REFUSED' then 'PAYMENT_REFUSED' when story = 'CANCELED' then 'CUSTOMER_REQUEST'
        when story = 'DECLINED' then 'OVER_BUDGET'
        when declined then 'OUT_OF_STOCK' when canceled then 'SUPPLIER_REQUEST' end as dead_why,
    draw(part_key, 10, 100) as route, draw(part_key, 11, 100) as echo
from timed
