-- What one batch tells DJUST to import. A cell that begins with a character a spreadsheet would run is not safe to write (contract.md §5).
select nullif(x.external_id, '') as external_id, n.logistic_reference, x.order_status,
    not regexp_matches(coalesce(x.external_id, ''), '^[-=+@\t\r]') and not regexp_matches(n.logistic_reference, '^[-=+@\t\r]') as safe
from exports x join lo_names n using (lo_no) where x.batch = ? order by n.logistic_reference, x.order_status
