-- Payments that stand more than once, or movements that became no payment.
select payment_id as broken from main.payments group by 1 having count(*) > 1
union all
select payment_id from steps.movements anti join main.payments using (payment_id)
