-- What one batch tells DJUST to import. A cell that begins with a character a spreadsheet would run is not safe to write (contract.md §5).
select external_id, logistic_reference, order_status,
    not regexp_matches(coalesce(external_id, ''), '^[-=+@\t\r]') and not regexp_matches(logistic_reference, '^[-=+@\t\r]') as safe
from exports where batch = ? order by logistic_reference, order_status
