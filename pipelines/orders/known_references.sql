-- One row per name an order or logistic order is known by, in capitals. `rank` is the order in which names are looked up
-- (domain.md §1). `tidied` stands where that is another: no zeros at the front of a number, as payers write them. `mark` tells most names
-- apart by their letters and digits alone; where zeros were dropped `mark_with_zeros` is of those written.
with headed as (
    select s.order_no, s.lo_no, s.told_by, s.external_id, s.djust_id, s.commercial_djust_id, s.commercial_external_id
    from snapshots s semi join (select snapshot_no from lo_snapshots where newest = 1) using (snapshot_no)
),
named as (
    -- What Mirakl calls an order is an external id.
    select upper(n.logistic_reference) as reference, h.order_no, h.lo_no, case when h.told_by is null then 1 else 4 end as rank from lo_names n
        join headed h using (lo_no)
    union all
    select upper(order_reference), order_no, null, 2 from order_names semi join headed using (order_no)
    union all
    select upper(djust_id), order_no, lo_no, 3 from headed where djust_id is not null
    union all
    select distinct upper(commercial_djust_id), order_no, null, 3 from headed where commercial_djust_id is not null
    union all
    select upper(external_id), order_no, lo_no, 4 from headed where external_id is not null and told_by is null
    union all
    select distinct upper(commercial_external_id), order_no, null, 4 from headed where commercial_external_id is not null
    union all
    -- What Mirakl calls an order of DJUST's that has no such id there.
    select m.reference, m.order_no, m.lo_no, 4 from mirakl_los m join headed h on h.lo_no = m.lo_no join lo_names n on n.lo_no = m.lo_no
    where m.newest = 1 and not m.created and h.external_id is null and m.reference <> upper(n.logistic_reference)
),
-- Hardly a name has anything to tidy: it is looked at once.
looked_at as (select *, is_tidy(reference) as is_tidy from named),
spelled as (select *, case when rank <= 2 and not is_tidy then tidy(reference) end as tidied from looked_at)
select reference, order_no, lo_no, rank, tidied,
    mark_of(case when is_tidy then replace(reference, '-', '') else squeezed(coalesce(tidied, reference)) end) as mark,
    case when not is_tidy and squeezed(tidied) <> squeezed(reference) then mark_of(squeezed(reference)) end as mark_with_zeros
from spelled
