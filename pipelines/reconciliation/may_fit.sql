-- Of some other orders of accounts (`others`) and what was put against them (`put`): what each owes, and whether it may ever have owed anything
-- but nothing or all of that (`is_odd`): its due was changed, or something else than all of it was put against it.
with owed as materialized ({reconciliation/owed_by_others}),
odd as (
    select order_no from due_changes union all select p.order_no from put p join owed o using (order_no) where p.amount <> o.due
)
select order_no, account_id, due, order_no in (from odd) as is_odd from owed
