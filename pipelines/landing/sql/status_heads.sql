-- Every row with the instant it counts from (domain.md §2): its own date, else the instant in the file's name, else the end of
-- the day in its name but not later than first seen, else first seen.
select l.line_number, upper(coalesce(l.order_reference, l.order_external_id)) as reference,
    coalesce(l.order_reference, l.order_external_id) as written, l.order_status as to_status,
    coalesce(l.effective_date, f.instant_in_name, least(f.end_of_day_in_name, f.first_seen_at), f.first_seen_at) as effective_at,
    l.effective_date is not null as dated, l.reason as status_reason, l.tracking_url, l.row_digest as digest
from landed l cross join this_file f
