-- Payments that stand more than once, or that moved money and were never decided.
select payment_id(payment_no) as broken
from (
    select payment_no from steps.movements group by 1 having count(*) > 1
    union
    select payment_no from steps.matches where nth = 1 group by 1 having count(*) > 1
    union
    select payment_no from steps.matches where nth > 1 group by payment_no, nth having count(*) > 1
    union
    select payment_no from (select payment_no from steps.matches where nth > 1)
        anti join (select payment_no from steps.matches where nth = 1) using (payment_no)
    union
    select payment_no from steps.operations group by 1 having count(*) > 1
    union
    select payment_no from (select * from steps.movements where matchable) anti join steps.matches using (payment_no)
)
