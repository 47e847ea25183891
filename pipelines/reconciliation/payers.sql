-- One row per undecided payment whose IBAN is known: the accounts it is known for (domain.md §5, Known payer): from the accounts
-- file, or from a payment with an earlier booking date that a person, STRUCTURED or EXACT matched.
with known as (
    select iban, account_id, null::date as since from {reconciliation/told_payers}
    union all
    select m.payer_iban, d.account_id, min(m.booked_on)
    from assumed m join lo_dues d on d.order_no = m.order_no and d.leads
    where m.payer_iban is not null and m.status = 'MATCHED' and m.kind in ('TRANSFER', 'CAPTURE') and teaches_payer(m.rule)
    group by 1, 2
)
select u.payment_no, list(distinct k.account_id) as accounts
from undecided u join known k on k.iban = u.payer_iban and (k.since is null or k.since < u.booked_on)
where trim(k.iban) <> '' group by 1
