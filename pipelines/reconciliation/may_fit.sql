-- Of some other orders of accounts (`owed`: what each owes as a whole) and what was put against them (`put`): what one payment leaves of that
-- (`rest`), and whether it may ever have owed anything else (`is_odd`): its due was changed, or several payments were put against it, and one of
-- another amount.
with unlike as (select distinct p.order_no from put p join owed o using (order_no) where p.amount <> o.due),
puts as (select order_no, count(*) as payments, sum(amount) as amount from put semi join unlike using (order_no) group by 1)
select o.order_no, o.account_id, o.due, case when p.payments = 1 then o.due - p.amount end as rest,
    coalesce(p.payments > 1, false) or o.order_no in (select order_no from due_changes) as is_odd
from owed o left join puts p using (order_no)
