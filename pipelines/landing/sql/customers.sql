-- One row per person of the file.
select (select file_no from this_file) as file_no, line_number, customer_external_id as customer_id, account_external_id as account_id,
    name, email, created_at
from landed
