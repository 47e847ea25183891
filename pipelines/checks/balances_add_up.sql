-- Orders whose received and refunded amounts are not the sum of their matches, or that owe and hold an excess at once.
select o.order_reference as broken
from main.orders o left join (select order_reference, sum(amount) as parts from main.payment_matches where status = 'MATCHED' group by 1) m using (order_reference)
where o.amount_received - o.amount_refunded <> coalesce(m.parts, 0) or o.amount_outstanding > 0 and o.amount_excess > 0
