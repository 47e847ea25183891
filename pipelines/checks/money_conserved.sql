-- Payments whose parts do not add up to what is said to be matched of them, or that are matched beyond their amount.
select p.payment_id as broken
from main.payments p left join (select payment_id, sum(amount) as parts from main.payment_matches where status = 'MATCHED' group by 1) m using (payment_id)
where p.amount_matched <> coalesce(m.parts, 0) or abs(p.amount_matched) > abs(p.amount)
