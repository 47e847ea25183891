-- One row per payment, order and logistic order: which part of a payment is put against what, or might be put.
select format('pay_{:016x}', a.payment_no) as payment_id, n.order_reference, l.logistic_reference, sum(a.paid)::decimal(18, 2) as amount, a.kind,
    m.rule, 'MATCHED' as status, 1 as rank,
    any_value(coalesce(m.explanation, {payments/why_told})) as explanation
from steps.allocations a
join steps.matches m on m.payment_no = a.payment_no and m.nth = a.nth
join steps.movements v on v.payment_no = a.payment_no
join facts.order_names n on n.order_no = a.order_no
left join facts.lo_names l on l.lo_no = a.lo_no
left join steps.operations s on s.payment_no = a.payment_no
group by all
union all
select format('pay_{:016x}', m.payment_no), n.order_reference, l.logistic_reference, m.amount, m.kind, m.rule, 'SUGGESTED',
    m.way::integer, m.explanation
from steps.matches m join facts.order_names n using (order_no) left join facts.lo_names l on l.lo_no = m.lo_no
where m.status = 'SUGGESTED'
