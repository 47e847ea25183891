-- One row per order of the accounts that are looked into that may have owed exactly as much as is looked for there. No other order of an account is
-- ever meant.
with owed as materialized (
    select order_no, account_id, order_due as due from lo_dues where leads and account_id in (select account_id from looked_into)
),
put as (
    select order_no, coalesce(counts, amount) as amount from facts.standing_matches
    union all select order_no, coalesce(counts, amount) from answers where status = 'MATCHED'
    union all select order_no, amount from told
)
select * from ({reconciliation/may_fit})
where is_odd or (account_id, due) in (select (account_id, size) from looked_into join undecided using (payment_no))
    or (account_id, rest) in (select (account_id, size) from looked_into join undecided using (payment_no))
