-- The same of the other orders of accounts.
with assumed as (from assumed_of_accounts)
select * from {reconciliation/open_amounts}
