-- One row per name an order or logistic order is known by, in capitals. `rank` is the order in which names are looked up
-- (domain.md §1). `squeezed` has no separators, `tidy` no zeros at the front of a number: how payers write them.
with headed as (
    select s.order_reference, s.logistic_reference, s.external_id, s.djust_id, s.commercial_djust_id, s.commercial_external_id
    from snapshots s semi join (select snapshot_no from lo_snapshots where newest = 1) using (snapshot_no)
),
named as (
    select logistic_reference as reference, order_reference, logistic_reference, 1 as rank from headed
    union all
    select distinct order_reference, order_reference, null, 2 from headed
    union all
    select djust_id, order_reference, logistic_reference, 3 from headed where djust_id is not null
    union all
    select distinct commercial_djust_id, order_reference, null, 3 from headed where commercial_djust_id is not null
    union all
    select external_id, order_reference, logistic_reference, 4 from headed where external_id is not null
    union all
    select distinct commercial_external_id, order_reference, null, 4 from headed where commercial_external_id is not null
)
select upper(reference) as reference, order_reference, logistic_reference, rank,
    case when rank <= 2 then tidy(upper(reference)) end as tidy, case when rank <= 2 then squeezed(upper(reference)) end as squeezed
from named
