-- One row per incident and logistic order it concerns: its newest state by now, which may name another order than the one before. A
-- commercial reference means all its logistic orders (contract.md §2).
with newest as (
    select * from incident_rows
    where updated_at <= as_of() and opened_at <= as_of()
        and incident_id in (select incident_id from incident_rows semi join namings using (reference))
    qualify row_number() over (partition by incident_id order by updated_at desc, digest desc) = 1
),
named as (
    select i.*, n.order_no, n.lo_no from namings n join newest i using (reference) where n.order_no is not null
)
select n.incident_id, n.order_no, l.lo_no, n.status in ('OPEN', 'ON_GOING') as is_open, n.opened_at, n.updated_at
from named n join lo_snapshots l on l.order_no = n.order_no and l.newest = 1 and (n.lo_no is null or n.lo_no = l.lo_no)
