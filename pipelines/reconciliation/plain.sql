-- Of the transfers that say one known reference, those whose order owes something and that no other payment looks at: EXACT matches them whatever
-- else is known (domain.md §5), and what is said loosely is NORMALISED where the amount is exact. The order was not paid before, so that no other of
-- its account is meant. Where a payer could speak against it, nobody here is who may be known for any account but that of the order, and these heed
-- what he teaches of others (`heeds_others_than`). All the rest goes through the rounds, and so does one of these as soon as another payment is put
-- against its order.
with payers as (
    select distinct payer_iban as iban from heeding where alone and heeds_payer
),
payers_of_one as (
    select iban from (
        -- Also who goes through the rounds is taken to teach what he says.
        select payer_iban as iban, account_id from heeding semi join payers on payers.iban = payer_iban
        union all select iban, account_id from {reconciliation/told_payers}
        union all select iban, account_id from ({reconciliation/lessons}) join lo_dues using (order_no) where leads
    ) group by 1 having min(account_id) = max(account_id) and count(account_id) = count(*)
)
select payment_no, case when heeds_payer then account_id end as heeds_others_than
from heeding where alone and (is_exact or not loosely) and (not heeds_payer or payer_iban in (select iban from payers_of_one))
