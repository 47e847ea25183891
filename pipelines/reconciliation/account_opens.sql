-- One row per payment and other order of an account that it looks into: what that owed when the payment was booked, told as in `open_amounts`.
with assumed as (from assumed_of_accounts)
select * from {reconciliation/open_amounts}
