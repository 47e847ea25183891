-- Payments that stand more than once, or that moved money and were never decided.
select payment_id(payment_no) as broken
from (
    select payment_no from steps.movements group by 1 having count(*) > 1
    union
    select payment_no from steps.matches group by payment_no, nth having count(*) > 1
    union
    select payment_no from steps.matches group by 1 having count(*) filter (where nth = 1) <> 1
    union
    select payment_no from steps.operations group by 1 having count(*) > 1
    union
    select payment_no from (select * from steps.movements where matchable) anti join steps.matches using (payment_no)
)
