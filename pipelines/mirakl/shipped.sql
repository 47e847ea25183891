-- One row per logistic order that Mirakl ships: when the last of it left, by its lines that are live or by its shipments (domain.md §2).
select order_no, lo_no, max(shipped_at) as shipped_at
from (
    select order_no, lo_no, shipped_at from mirakl_los where newest = 1
    union all
    select order_no, lo_no, shipped_at from {mirakl/parcels} where effective_at <= as_of()
) group by all
