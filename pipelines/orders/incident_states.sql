-- One row per incident and logistic order it concerns: its newest state by now, which may name another order than the one before. A
-- commercial reference means all its logistic orders (contract.md §2). Mirakl says of an order itself that one is open (domain.md §3).
with newest as (
    select * from incident_rows
    where updated_at <= as_of() and opened_at <= as_of()
        and incident_id in (select incident_id from incident_rows semi join namings using (reference))
    qualify row_number() over (partition by incident_id order by updated_at desc, digest desc) = 1
),
named as (
    select i.*, n.order_no, n.lo_no from namings n join newest i using (reference) where n.order_no is not null
),
of_mirakl as (
    select 'MIRAKL ' || any_value(m.reference) as incident_id, order_no, lo_no, arg_max(m.has_incident, m.updated_at) as is_open,
        min(m.updated_at) filter (where m.has_incident) as opened_at, max(m.updated_at) filter (where m.has_incident) as last_open, list(m.updated_at order by m.updated_at) as told
    from mirakl_los m where m.newest is not null group by order_no, lo_no having bool_or(m.has_incident)
)
select n.incident_id, n.order_no, l.lo_no, n.status in ('OPEN', 'ON_GOING') as is_open, n.opened_at, n.updated_at
from named n join lo_snapshots l on l.order_no = n.order_no and l.newest = 1 and (n.lo_no is null or n.lo_no = l.lo_no)
union all
select incident_id, order_no, lo_no, is_open, opened_at, case when is_open then last_open else list_filter(told, lambda moment: moment > last_open)[1] end
from of_mirakl
