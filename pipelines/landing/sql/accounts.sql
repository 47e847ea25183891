-- One row per buying company of the file.
select (select file_no from this_file) as file_no, line_number, account_external_id as account_id, name, bank_transfer_mode as transfer_mode,
    requires_approval, trusted_for_due_date, ibans, email, created_at
from landed
