-- One row per logistic order that Mirakl ships: when the last of it left, by its lines that are live or by its shipments, each as it was told last
-- (domain.md §2).
select order_no, lo_no, max(shipped_at) as shipped_at
from (
    select order_no, lo_no, shipped_at from mirakl_los where newest = 1
    union all
    (select order_no, lo_no, shipped_at from {mirakl/parcels} where effective_at <= as_of() and shipped_at is not null
    qualify row_number() over (partition by lo_no, shipment_id order by told_at desc, shipped_at desc, content desc) = 1)
) group by all
