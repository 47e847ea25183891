-- One row per incident and logistic order it concerns: its newest state by now. A commercial reference means all its logistic
-- orders (contract.md §2).
with newest as (
    select i.*, n.order_reference, n.logistic_reference
    from namings n join incident_rows i using (reference)
    where n.order_reference is not null and i.updated_at <= as_of() and i.opened_at <= as_of()
    qualify row_number() over (partition by i.incident_id order by i.updated_at desc, i.digest desc) = 1
)
select n.incident_id, n.order_reference, l.logistic_reference, n.status in ('OPEN', 'ON_GOING') as is_open, n.opened_at, n.updated_at
from newest n join lo_snapshots l on l.order_reference = n.order_reference and l.newest = 1
    and (n.logistic_reference is null or n.logistic_reference = l.logistic_reference)
