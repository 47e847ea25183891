-- One row per state that Mirakl told of an order, `newest` the number from the newest that counts by now; a later one has none. `lo_no` is the
-- logistic order it is about: the one of the same order that DJUST calls so, by its reference or external id, or the only one that it gives none,
-- else the one Mirakl `created` (domain.md §2). `due` is what it comes to: canceled lines are deducted already, taxes of the others come on top where
-- prices are without them.
with djust as (
    select distinct s.order_no, s.lo_no, upper(s.external_id) as reference, n.logistic_reference from snapshots s join lo_names n using (lo_no)
    where s.told_by is null and s.updated_at <= as_of() and s.order_no in (select order_no from mirakl_orders)
    union
    select s.order_no, s.lo_no, upper(n.logistic_reference), n.logistic_reference from snapshots s join lo_names n using (lo_no)
    where s.told_by is null and s.updated_at <= as_of() and s.order_no in (select order_no from mirakl_orders)
),
named_homes as (select order_no, reference, min_by(lo_no, logistic_reference) as lo_no from djust where reference is not null group by all),
-- The only one of the order that DJUST gives no id of Mirakl's, and the only order of Mirakl's that is left, are one: two would owe twice.
nameless as (
    select order_no, min(lo_no) as lo_no from snapshots
    where told_by is null and external_source = 'MIRAKL' and external_id is null and updated_at <= as_of()
        and order_no in (select order_no from mirakl_orders)
    group by 1 having count(distinct lo_no) = 1
),
homeless as (
    select order_no, any_value(reference) as reference from mirakl_orders anti join named_homes using (order_no, reference) group by 1
        having count(distinct reference) = 1
),
homes as (
    from named_homes union all
    select order_no, h.reference, n.lo_no from homeless h join nameless n using (order_no)
    where n.lo_no not in (select lo_no from named_homes semi join mirakl_orders using (order_no, reference))
),
lines as (
    select snapshot_no, max(moved_at) filter (where line_counts(state)) as shipped_at, bool_or(state = 'INCIDENT_OPEN') as has_incident
    from mirakl_parts where kind = 'LINE' group by 1
),
taxes as (
    select t.snapshot_no, sum(t.amount) as amount
    from mirakl_parts t join mirakl_parts l on l.snapshot_no = t.snapshot_no and l.line_id = t.line_id and l.kind = 'LINE' and line_counts(l.state)
    where t.kind in ('LINE_TAX', 'LINE_SHIPPING_TAX') group by 1
)
select m.order_no, coalesce(h.lo_no, m.lo_no) as lo_no, m.lo_no as own_no, h.lo_no is null as created, m.snapshot_no, m.file_no, m.line_number,
    m.order_state, m.currency, m.updated_at,
    m.content, m.reference, m.tax_excluded, m.has_incident or coalesce(l.has_incident, false) as has_incident, l.shipped_at,
    (m.total_price + case when m.tax_excluded then coalesce(t.amount, 0) else 0 end)::decimal(18, 2) as due,
    case when m.updated_at <= as_of() then row_number() over (partition by coalesce(h.lo_no, m.lo_no), m.updated_at <= as_of()
        order by m.updated_at desc, f.instant_in_name desc nulls last, m.content desc) end::integer as newest
from mirakl_orders m left join homes h on h.order_no = m.order_no and h.reference = m.reference
left join lines l using (snapshot_no) left join taxes t using (snapshot_no) join read_files f on f.file_no = m.file_no
