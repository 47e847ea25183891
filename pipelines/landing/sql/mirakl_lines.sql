-- One row per line of the new states of orders, as lines of snapshots. `total_price` is after cancelations; taxes come on top where prices are
-- without them.
with taxes as (
    select line_number, order_line_id, sum(amount) filter (where kind = 'LINE_TAX') as tax,
        sum(amount) filter (where kind = 'LINE_SHIPPING_TAX') as shipping_tax
    from landed_parts group by all
)
select p.snapshot_no, (select file_no from this_file) * 4294967296 + row_number() over (order by t.line_number, t.order_line_id) as line_no,
    t.order_line_id as line_id, t.line_state as line_status, t.offer as variant_id, t.name as product_name, l.currency, t.quantity,
    coalesce(t.unit_price, 0) as unit_price, case when l.order_tax_mode = 'TAX_EXCLUDED' then coalesce(x.tax, 0)
        else 0 end::decimal(18, 2) as tax_amount,
    coalesce(t.shipping_amount, 0)::decimal(18, 2) as shipping_fees,
    case when l.order_tax_mode = 'TAX_EXCLUDED' then coalesce(x.shipping_tax, 0) else 0 end::decimal(18, 2) as shipping_tax_amount,
    (t.amount + case when l.order_tax_mode = 'TAX_EXCLUDED' then coalesce(x.tax, 0) + coalesce(x.shipping_tax, 0)
        else 0 end)::decimal(18, 2) as line_total
from landed_parts t join placed p using (line_number) join landed l using (line_number)
left join taxes x on x.line_number = t.line_number and x.order_line_id = t.order_line_id
where t.kind = 'LINE'
