-- One row per order of these accounts that may have owed exactly as much: all that it owes, or, where something else than all of it was put against it
-- or its due was changed (`is_odd`), whatever was left. No other order of an account is ever meant.
with theirs as materialized (
    select order_no, any_value(account_id) filter (where leads) as account_id, sum(due) as due
    from lo_dues where order_no in (select order_no from lo_dues where leads and account_id in (select account_id from reach)) group by 1
),
odd as (
    select order_no from due_changes semi join theirs using (order_no)
    union
    select order_no from theirs join (
        select order_no, coalesce(counts, amount) as amount from facts.standing_matches
        union all select order_no, coalesce(counts, amount) from answers where status = 'MATCHED'
        union all select t.order_no, v.amount from told t join steps.movements v using (payment_no)
    ) m using (order_no) where m.amount is distinct from theirs.due
)
select t.order_no, t.account_id, t.due, o.order_no is not null as is_odd from theirs t left join odd o using (order_no)
where o.order_no is not null or (t.account_id, t.due) in (select (account_id, size) from reach)
