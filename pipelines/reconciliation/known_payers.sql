-- One row per IBAN and account it is known for (domain.md §5, Known payer): from the accounts file, or since a person, STRUCTURED or EXACT matched
-- a payment, as far as is assumed in this round.
select iban, account_id, min(since) as since
from (
    select iban, account_id, '-infinity'::date as since from {reconciliation/told_payers} where iban <> ''
    union all
    select iban, account_id, booked_on from taught
)
group by 1, 2
