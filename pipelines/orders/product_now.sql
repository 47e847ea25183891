-- One row per product variant: what the newest file that names it says (contract.md §3.6).
select p.variant_id, p.custom_fields
from facts.products p join meta.read_files f using (file_no)
qualify row_number() over (partition by p.variant_id
    order by coalesce(f.instant_in_name, f.end_of_day_in_name) desc nulls last, f.batch desc, f.file_name desc, p.line_number desc) = 1
