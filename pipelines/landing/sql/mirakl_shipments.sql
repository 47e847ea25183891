-- One row per state of a shipment that is new, with the instant it counts from (domain.md §2): when it left, once it has, else when Mirakl says that
-- it took the state, else what the file's name says, else first seen.
with known as (select shipment_id, content from mirakl_shipments where shipment_id in (select id from landed))
select (select file_no from this_file) * 4294967296 + l.line_number as shipment_no, f.file_no, l.line_number, upper(l.order_id) as reference,
    unless_in_capitals(l.order_id) as written, l.id as shipment_id, l.status,
    case when is_gone(l.status) then l.shipped_date end as shipped_at,
    coalesce(case when is_gone(l.status) then l.shipped_date end, l.last_updated_date, f.instant_in_name,
        least(f.end_of_day_in_name, f.first_seen_at), f.first_seen_at) as effective_at,
    coalesce(l.last_updated_date, f.instant_in_name, least(f.end_of_day_in_name, f.first_seen_at), f.first_seen_at) as told_at, l.content
from (select *, row_number() over (partition by id, content order by line_number) as nth from landed) l cross join this_file f
where l.nth = 1 and not exists (select 1 from known k where k.shipment_id = l.id and k.content = l.content)
