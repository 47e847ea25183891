-- One row per supplier: what the newest file that names it says (contract.md §3.6).
select s.* exclude (file_no, line_number)
from facts.suppliers s join meta.read_files f using (file_no)
qualify row_number() over (partition by s.supplier_id order by {landing/sql/reference_place} desc) = 1
