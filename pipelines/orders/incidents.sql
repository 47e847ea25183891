-- One row per incident: its newest state by now, with the order it concerns as it was written.
with clock as (select as_of from meta.batches order by batch desc limit 1)
select i.incident_id, i.reference as order_reference, i.order_line_external_id, i.linked_type, i.incident_reason as reason, i.status, i.quantity,
    i.opened_at, i.updated_at, i.message
from facts.incident_rows i cross join clock where i.updated_at <= clock.as_of
qualify row_number() over (partition by i.incident_id order by i.updated_at desc, i.digest desc) = 1
