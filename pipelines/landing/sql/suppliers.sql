-- One row per supplier of the file.
select (select file_no from this_file) as file_no, line_number, supplier_external_id as supplier_id, name,
    payment_due_date_delay::integer as due_days, payment_due_date_mode as due_mode, email, creditor_name, iban, bic
from landed
