-- Payments that stand more than once, or facts that became no payment although they count by now.
select payment_id as broken from main.payments group by 1 having count(*) > 1
