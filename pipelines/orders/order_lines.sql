-- One row per order line, as it counts.
select s.line_id, n.logistic_reference, o.order_reference, s.variant_id, s.product_name, coalesce(s.confirmed_quantity, s.quantity) as quantity,
    coalesce(s.confirmed_unit_price, s.unit_price) as unit_price, a.tax_amount, a.tax_rate, a.tax_code, a.shipping_amount, a.shipping_tax_code,
    a.line_total, a.ordered_total, case when a.removed then 'REMOVED' else s.line_status end as line_status, a.removed,
    a.warning, s.custom_fields
from steps.line_amounts a join facts.snapshot_lines s using (line_no)
join facts.lo_names n using (lo_no) join facts.order_names o on o.order_no = a.order_no
