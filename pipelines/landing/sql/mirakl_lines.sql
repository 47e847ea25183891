-- One row per line of the new states of orders, as lines of snapshots. `total_price` is after cancelations; taxes come on top where prices are
-- without them.
with taxes as (
    select line_number, order_line_id, sum(amount) filter (where kind = 'LINE_TAX') as tax,
        sum(amount) filter (where kind = 'LINE_SHIPPING_TAX') as shipping_tax
    from landed_parts group by all
),
canceled as (select line_number, order_line_id, sum(quantity) as quantity from landed_parts where kind = 'CANCELATION' group by all),
lines as (
    select t.*, coalesce(c.quantity, 0) as canceled
    from landed_parts t left join canceled c on c.line_number = t.line_number and c.order_line_id = t.order_line_id where t.kind = 'LINE'
)
select o.snapshot_no, (select file_no from this_file) * 4294967296 + row_number() over (order by p.line_number, p.order_line_id) as line_no,
    p.order_line_id as line_id, p.line_state as line_status, p.offer as variant_id, p.name as product_name, l.currency,
    {mirakl/pieces} as quantity, p.unit_price,
    case when l.order_tax_mode = 'TAX_EXCLUDED' then coalesce(x.tax, 0) end::decimal(18, 2) as tax_amount,
    coalesce(p.shipping_amount, 0)::decimal(18, 2) as shipping_fees,
    case when l.order_tax_mode = 'TAX_EXCLUDED' then coalesce(x.shipping_tax, 0) else 0 end::decimal(18, 2) as shipping_tax_amount,
    (p.amount + case when l.order_tax_mode = 'TAX_EXCLUDED' then coalesce(x.tax, 0) + coalesce(x.shipping_tax, 0)
        else 0 end)::decimal(18, 2) as line_total
from lines p join placed o using (line_number) join landed l using (line_number)
left join taxes x on x.line_number = p.line_number and x.order_line_id = p.order_line_id
