-- One row per undecided payment whose IBAN was known on an earlier day: whether for one account alone, and for which. A collecting agency is known
-- for thousands of accounts and pays for each, so that they are not listed: the first two of an IBAN say whether there is more than one.
with first_two as (
    select *, lead(since) over accounts as next_since from known_payers
    window accounts as (partition by iban order by since, account_id) qualify row_number() over accounts = 1
)
select u.payment_no, coalesce(k.next_since >= u.booked_on, true) as for_one, k.account_id as for_account
from undecided u join first_two k on k.iban = u.payer_iban and k.since < u.booked_on
