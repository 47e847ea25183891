-- One row per order that owes something else than when its first money came (domain.md §7, AMOUNT_CHANGED_AFTER_PAYMENT).
with first_money as (
    select a.order_no, min(v.booked_at) as paid_at from allocations a join movements v using (payment_no)
    where a.amount > 0 and a.order_no in (select order_no from due_changes) group by 1
),
changed as (
    select c.order_no, sum(c.change) as amount from due_changes c join first_money m using (order_no) where c.effective_at > m.paid_at
    group by 1 having sum(c.change) <> 0
)
select c.order_no, c.amount::decimal(18, 2) as amount, (o.amount_due - c.amount)::decimal(18, 2) as due_then, o.currency, o.updated_at
from changed c join order_states o using (order_no)
