-- One row per incident and logistic order it concerns: its newest state by now, which may name another order than the one before, and all it `told`
-- so far. A commercial reference means all its logistic orders (contract.md §2). Mirakl says of an order itself that one is open, an export of a line
-- of it (domain.md §3).
with known as (
    select * from incident_rows
    where updated_at <= as_of() and opened_at <= as_of()
        and incident_id in (select incident_id from incident_rows semi join namings using (reference))
),
newest as (
    select * from known qualify row_number() over (partition by incident_id order by updated_at desc, digest desc) = 1
),
lives as (
    select incident_id, list({'moment': updated_at, 'open': status in ('OPEN', 'ON_GOING')} order by updated_at, digest) as told from known group by 1
),
named as (
    select i.*, n.order_no, n.lo_no, l.told from namings n join newest i using (reference) join lives l using (incident_id)
        where n.order_no is not null
),
of_mirakl as (
    select 'MIRAKL ' || any_value(m.reference) as incident_id, order_no, lo_no, arg_min(m.has_incident, m.newest) as is_open,
        min(m.updated_at) filter (where m.has_incident) as opened_at, list({'moment': m.updated_at, 'open': m.has_incident}
            order by m.newest desc) as told
    from mirakl_los m where m.newest is not null group by order_no, lo_no having bool_or(m.has_incident)
),
of_exports as (
    select 'LINE OF ' || n.logistic_reference as incident_id, l.order_no, l.lo_no, true as is_open, l.updated_at as opened_at
    from (select distinct order_no, lo_no from line_amounts where in_dispute) a join lo_snapshots l using (order_no, lo_no)
        join lo_names n using (order_no, lo_no)
    where l.newest = 1 and not l.created
)
select n.incident_id, n.order_no, l.lo_no, n.status in ('OPEN', 'ON_GOING') as is_open, n.opened_at, n.told
from named n join lo_snapshots l on l.order_no = n.order_no and l.newest = 1 and (n.lo_no is null or n.lo_no = l.lo_no)
union all
from of_mirakl
union all
select *, [{'moment': opened_at, 'open': true}] from of_exports
