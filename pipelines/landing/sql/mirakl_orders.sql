-- One row per new state of an order.
select p.snapshot_no, p.order_no, p.lo_no, (select file_no from this_file) as file_no, l.line_number, p.reference, l.order_state,
    l.order_tax_mode = 'TAX_EXCLUDED' as tax_excluded, l.total_price::decimal(18, 2) as total_price, l.currency, l.has_incident,
    l.last_updated_date as updated_at, l.content
from landed l join placed p using (line_number)
