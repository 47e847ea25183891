-- Of what some payments teach tonight (`lessons`: payer, account, day): which payers are taught an account that nobody taught them before, and from
-- when on: neither the accounts file nor, what may come out otherwise tonight apart (`stirring`), the night before. The first payment of each is
-- looked at first.
with untold as (
    select l.payer_iban, l.account_id, min(l.booked_on) as booked_on
    from lessons l anti join {reconciliation/told_payers} k on k.iban = l.payer_iban and k.account_id = l.account_id
    where l.payer_iban <> '' group by 1, 2
),
payers as (select payer_iban as iban from untold),
unsure as (
    select u.* from untold u anti join {reconciliation/taught_first} t on t.iban = u.payer_iban and t.account_id = u.account_id
        and t.since <= u.booked_on
),
before as (
    with payers as (select payer_iban as iban from unsure) select * from {reconciliation/taught_before}
)
select u.payer_iban, min(u.booked_on) as booked_on
from unsure u left join before t on t.iban = u.payer_iban and t.account_id = u.account_id
where t.since is null or t.since > u.booked_on group by 1
