-- What one batch tells DJUST to import. A logistic order that only Mirakl has told of is called by its external id alone: DJUST has another reference
-- for it. A cell that begins with a character a spreadsheet would run is not safe to write (contract.md §5).
select nullif(x.external_id, '') as external_id, case when n.logistic_reference is distinct from x.external_id
    then n.logistic_reference end as logistic_reference,
    x.order_status,
    not runs_in_a_spreadsheet(x.external_id) and not runs_in_a_spreadsheet(n.logistic_reference) as safe
from exports x join lo_names n using (lo_no) where x.batch = ? order by n.logistic_reference, x.order_status
