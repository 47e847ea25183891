-- One row per name an order or logistic order is known by, in capitals. `rank` is the order in which names are looked up
-- (domain.md §1). `tidied` stands where that is another: no zeros at the front of a number, as payers write them.
with headed as (
    select s.order_no, s.lo_no, s.external_id, s.djust_id, s.commercial_djust_id, s.commercial_external_id
    from snapshots s semi join (select snapshot_no from lo_snapshots where newest = 1) using (snapshot_no)
),
named as (
    select logistic_reference as reference, order_no, lo_no, 1 as rank from lo_names semi join headed using (lo_no)
    union all
    select order_reference, order_no, null, 2 from order_names semi join headed using (order_no)
    union all
    select djust_id, order_no, lo_no, 3 from headed where djust_id is not null
    union all
    select distinct commercial_djust_id, order_no, null, 3 from headed where commercial_djust_id is not null
    union all
    select external_id, order_no, lo_no, 4 from headed where external_id is not null
    union all
    select distinct commercial_external_id, order_no, null, 4 from headed where commercial_external_id is not null
)
select upper(reference) as reference, order_no, lo_no, rank, case when rank <= 2 and not is_tidy(upper(reference)) then tidy(upper(reference)) end as tidied
from named
