-- One row per order line of the bulk: what was ordered, what the supplier confirmed otherwise, and the total each gives. What no
-- export shows (`behind`) was not confirmed.
with drawn as (
    select p.i, p.n, l, key_of('line', p.logistic_reference || '-' || l) as key,
        p.abs_at is not null and p.abs_at <= case when b.i is null then horizon() else older_horizon() end as answered
    from parts p left join exports b on b.i = p.i and b.n = p.n and b.file = 'behind', range(1, p.lines + 1) t(l)
),
priced as (
    select i, n, l, key, draw(key, 1, getvariable('products')) as v, (1 + draw(key, 2, 12))::decimal(18, 0) as quantity,
        case when draw(key, 3, 10) = 0 then ((50000 + draw(key, 4, 900000)) * 0.0001::decimal(5, 4))::decimal(18, 4)
            else ((500 + draw(key, 4, 40000)) * 0.01::decimal(3, 2))::decimal(18, 4) end as price,
        pick([20.0, 20.0, 20.0, 20.0, 10.0, 5.5, 0.0], draw(key, 5, 7))::decimal(6, 2) as rate,
        case when l = 1 and draw(key, 6, 10) < 6 then cents(490 + draw(key, 7, 1500)) else 0.00 end::decimal(18, 2) as shipping,
        answered and draw(key, 8, 100) < 3 as fewer, answered and draw(key, 8, 100) = 3 as cheaper, draw(key, 9, 20) as told
    from drawn
),
confirmed as (
    select *, case when fewer and quantity > 1 then quantity - 1 end as confirmed_quantity,
        case when cheaper then round(price * 0.9::decimal(2, 1), 4)::decimal(18, 4) end as confirmed_price,
        round(quantity * price, 2)::decimal(18, 2) as goods, share_of(shipping, 20) as shipping_tax
    from priced
),
taxed as (
    select *, share_of(goods, rate) as tax,
        round(coalesce(confirmed_quantity, quantity) * coalesce(confirmed_price, price), 2)::decimal(18, 2) as sold
    from confirmed
)
select i, n, l, v, quantity, price, confirmed_quantity, confirmed_price, rate, tax, shipping, shipping_tax, told,
    (goods + tax + shipping + shipping_tax)::decimal(18, 2) as ordered_total,
    (sold + share_of(sold, rate) + shipping + shipping_tax)::decimal(18, 2) as total
from taxed
