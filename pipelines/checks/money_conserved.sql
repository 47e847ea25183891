-- Payments whose parts do not add up to what is said to be matched of them, or that are matched beyond their amount.
select payment_id(v.payment_no) as broken
from steps.movements v
left join (select * from {reconciliation/matched_in_all} where payment_no not in (select payment_no from steps.assertions
    where gives_way)) m using (payment_no)
left join (select payment_no, sum(amount) as parts from steps.allocations group by 1) a using (payment_no)
where coalesce(m.counted, 0) <> coalesce(a.parts, 0) or abs(m.amount) > abs(v.amount)
