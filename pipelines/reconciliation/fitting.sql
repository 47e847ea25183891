-- One row per order of these accounts that may have owed exactly as much as is looked for there. No other order of an account is ever meant.
with others as materialized (select order_no from lo_dues where leads and account_id in (select account_id from reach)),
put as (
    select order_no, coalesce(counts, amount) as amount from facts.standing_matches
    union all select order_no, coalesce(counts, amount) from answers where status = 'MATCHED'
    union all select t.order_no, v.amount from told t join steps.movements v using (payment_no)
)
select * from ({reconciliation/may_fit}) where is_odd or (account_id, due) in (select (account_id, size) from reach)
