-- One row per logistic order and instant looked at (the older export, the horizon): its status then, since when.
with looked as (
    select *, older_horizon() as seen_at, 1 as look from parts where created_at <= older_horizon()
    union all
    select *, horizon(), 2 from parts
)
select i, n, look, seen_at,
    case when dead_at <= seen_at then dead_as when cmp_at <= seen_at then 'COMPLETED' when shp_at <= seen_at then 'SHIPPED'
        when psh_at <= seen_at then 'PARTIALLY_SHIPPED' when wsh_at <= seen_at then 'WAITING_SHIPMENT'
        when abs_at <= seen_at then 'ACCEPTED_BY_SUPPLIER' when wsa_at <= seen_at then 'WAITING_SUPPLIER_APPROVAL'
        when wca_at <= seen_at then 'WAITING_CUSTOMER_APPROVAL' else 'ORDER_CREATED' end as status,
    case when dead_at <= seen_at then dead_at when cmp_at <= seen_at then cmp_at when shp_at <= seen_at then shp_at
        when psh_at <= seen_at then psh_at when wsh_at <= seen_at then wsh_at when abs_at <= seen_at then abs_at
        when wsa_at <= seen_at then wsa_at when wca_at <= seen_at then wca_at else created_at end as since
from looked
