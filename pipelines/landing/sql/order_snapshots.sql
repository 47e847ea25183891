-- One row per logistic order of the file that is new or tells something new.
select h.snapshot_no, coalesce(h.order_no, n.order_no) as order_no, coalesce(h.lo_no, n.lo_no) as lo_no, h.lines, h.lines_refused,
    (select file_no from this_file) as file_no, l.line_number, l.order_external_id as external_id, l.external_source, l.order_status,
    l.order_status_reason as status_reason, l.order_payment_option as payment_option, l.order_payment_status as payment_status,
    l.payment_provider, l.customer_account_external_id as account_id, l.customer_external_id as customer_id,
    l.supplier_external_id as supplier_id, l.currency, h.currencies, l.creation_date as created_at, l.update_date as updated_at,
    h.shipped_at, l.order_message, l.commercial_djust_id, l.commercial_external_id, l.logistic_djust_id as djust_id
from landed l join heads h on h.head_line = l.line_number left join newcomers n using (head_line)
where not h.known
