-- One row per variant of the file.
select (select file_no from this_file) as file_no, line_number, variant_external_id as variant_id, name, created_at, custom_fields
from landed
