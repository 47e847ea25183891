-- One row per payment, order and logistic order: which part of a payment is put against what.
select format('pay_{:016x}', a.payment_no) as payment_id, n.order_reference, l.logistic_reference, a.amount, a.kind, m.rule, m.status, 1 as rank,
    coalesce(m.explanation, {payments/told_by_field}) as explanation
from steps.allocations a
join steps.matches m using (payment_no)
join steps.movements v on v.payment_no = a.payment_no
join facts.order_names n on n.order_no = a.order_no
left join facts.lo_names l on l.lo_no = a.lo_no
left join steps.operations s on s.payment_no = a.payment_no
