-- One row per product variant: what the newest file that names it says (contract.md §3.6).
select p.variant_id, p.custom_fields
from facts.products p join meta.read_files f using (file_no)
qualify row_number() over (partition by p.variant_id order by {landing/sql/reference_place} desc) = 1
