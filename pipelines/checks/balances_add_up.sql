-- Orders whose received and refunded amounts are not the sum of their matches, or that owe and hold an excess at once.
select n.order_reference as broken
from steps.order_states o left join (select order_no, sum(amount) as parts from steps.allocations group by 1) m using (order_no)
join facts.order_names n using (order_no)
where o.amount_received - o.amount_refunded <> coalesce(m.parts, 0) or o.amount_outstanding > 0 and o.amount_excess > 0
