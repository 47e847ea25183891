-- One row per buying company: what the newest file that names it says (contract.md §3.6).
select a.* exclude (file_no, line_number)
from facts.accounts a join meta.read_files f using (file_no)
qualify row_number() over (partition by a.account_id order by {landing/sql/reference_place} desc) = 1
