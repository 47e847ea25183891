-- One row per line of the new snapshots.
select h.snapshot_no, (select file_no from this_file) * 4294967296 + l.line_number as line_no, l.order_line_external_id as line_id,
    l.order_line_status as line_status, l.variant_external_id as variant_id,
    l.product_name, l.currency, l.order_line_quantity as quantity, l.confirmed_quantity, l.net_unit_price as unit_price,
    l.confirmed_unit_price, l.tax_rate, l.tax_amount::decimal(18, 2) as tax_amount, l.shipping_fees::decimal(18, 2) as shipping_fees,
    l.shipping_tax_amount::decimal(18, 2) as shipping_tax_amount, l.line_total_with_tax::decimal(18, 2) as line_total, l.custom_fields
from landed l join heads h on h.logistic_reference = l.order_reference
where not h.known
