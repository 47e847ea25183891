-- One row per order line, 1.75 of a logistic order: as ordered, and in `changed_quantity` what its supplier confirms of
-- it on the night that changes its order.
with lines as (
    select i, n, l::tinyint as l, hash(i, n, l) as draw from parts, range(1, 3) t(l) where l = 1 or hash(l, n, i) % 4 < 3
)
select i, n, l, (1 + draw % 3)::integer as quantity, ((100 + draw % 90000) / 100)::decimal(18, 2) as price,
    case when l = 1 then 4.90 else 0 end::decimal(18, 2) as shipping, draw % 20000 as variant,
    case when draw % 3 = 0 then quantity - 1 end as changed_quantity, line_total(quantity, price, shipping) as total
from lines
