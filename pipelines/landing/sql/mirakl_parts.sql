-- One row per line, refund, tax and fee of the new states of orders; of a line `canceled` pieces are told beside it.
with canceled as (select line_number, order_line_id, sum(quantity) as quantity from landed_parts where kind = 'CANCELATION' group by all)
select p.snapshot_no, p.order_no, t.kind, t.order_line_id as line_id, t.refund_id, coalesce(t.line_state, t.refund_state) as state, t.quantity,
    case when t.kind = 'LINE' then coalesce(c.quantity, 0) end as canceled, t.unit_price,
    t.amount::decimal(18, 2) as amount, t.shipping_amount::decimal(18, 2) as shipping_amount,
    case when t.kind = 'REFUND' then coalesce(t.moved_at, l.last_updated_date) else t.moved_at end as moved_at
from landed_parts t join placed p using (line_number) join landed l using (line_number)
left join canceled c on c.line_number = t.line_number and c.order_line_id = t.order_line_id
where t.kind <> 'CANCELATION'
