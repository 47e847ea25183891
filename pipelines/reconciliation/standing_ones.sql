-- The payments whose match stands and rests on more than a provider's order field that still names the same order.
select distinct s.payment_no from {reconciliation/standing} s left join operations o using (payment_no)
where not (s.rule = 'STRUCTURED' and o.order_no is not distinct from s.order_no and o.payment_no is not null)
