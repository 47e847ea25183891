-- One row per logistic order, two in the middle: where its export says it stands. `changed_status`: where it stands after
-- the night that changes its order.
with parts as (
    select o.i, n::tinyint as n, reference || '-' || n as logistic_reference, 'E' || (100000 + i) || '-' || n as external_id, i % 4 = 0 as is_mirakl,
        'SUP' || hash(i, n) % 500 as supplier_id, until - day < 2 as is_young, hash(n, i, 1) % 100 as draw
    from orders o, range(1, 4) t(n)
    where n <= 1 + hash(i) % 3
)
select *, case when is_young and draw < 50 then 'WAITING_SUPPLIER_APPROVAL' when is_young then 'WAITING_SHIPMENT'
        when draw < 3 then 'CANCELED' when draw < 18 then 'WAITING_SHIPMENT' when draw < 60 then 'SHIPPED' else 'COMPLETED' end as status,
    next_status(status) as following_status,
    case when status <> 'WAITING_SHIPMENT' then status when draw % 2 = 0 then 'CANCELED' else 'SHIPPED' end as changed_status
from parts
