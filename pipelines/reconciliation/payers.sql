-- One row per undecided payment whose IBAN is known: the accounts it is known for (domain.md §5, Known payer): from the accounts
-- file, or from a payment with an earlier booking date that a person, STRUCTURED or EXACT matched.
with known as (
    select iban, account_id, null::date as since from {reconciliation/told_payers}
    union all
    select iban, account_id, min(booked_on) from taught group by 1, 2
)
select u.payment_no, list(distinct k.account_id) as accounts
from undecided u join known k on k.iban = u.payer_iban and (k.since is null or k.since < u.booked_on)
where trim(k.iban) <> '' group by 1
