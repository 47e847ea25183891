-- Of some other orders of accounts (`others`) and what was put against them (`put`): what each owes, and whether it may ever have owed anything
-- but nothing or all of that (`is_odd`): its due was changed, or something else than all of it was put against it.
select d.order_no, d.account_id, d.due,
    d.order_no in (select order_no from due_changes) or p.order_no is not null and (p.least, p.most) is distinct from (d.due, d.due) as is_odd
from ({reconciliation/owed_by_others}) d
left join (select order_no, min(amount) as least, max(amount) as most from put semi join others using (order_no) group by 1) p using (order_no)
