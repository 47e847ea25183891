-- One row per incident: its newest state by now, with the order it concerns.
with clock as (select as_of from meta.batches order by batch desc limit 1),
newest as (
    select i.* from facts.incident_rows i cross join clock where i.updated_at <= clock.as_of
    qualify row_number() over (partition by i.incident_id order by i.updated_at desc, i.digest desc) = 1
)
select said.incident_id, {orders/spelled} as order_reference, said.order_line_external_id, said.linked_type, said.incident_reason as reason,
    said.status, said.quantity, said.opened_at, said.updated_at, said.message
from newest said left join steps.namings n on n.reference = said.reference left join facts.order_names o on o.order_no = n.order_no
left join facts.lo_names l on l.lo_no = n.lo_no
