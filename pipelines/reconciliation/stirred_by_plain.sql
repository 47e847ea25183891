-- The payments that are asked, and with them those that one who was never asked concerns (domain.md §5): he teaches of his payer what nobody taught before,
-- or leaves as much of an order as is looked for in its account: nobody else pays that order.
with plain_ones as (select * from simply_named semi join plain using (payment_no)),
others as (select order_no from plain_ones),
given as (
    select p.payer_iban, p.size as amount, p.booked_on, p.turn, p.place, d.account_id, d.due
    from plain_ones p join ({reconciliation/owed_by_others}) d using (order_no)
),
untold as (
    select payer_iban, account_id, min(booked_on) as booked_on from given
    where payer_iban <> '' and (payer_iban, account_id) not in (select (iban, account_id) from {reconciliation/told_payers}) group by 1, 2
),
payers as (select payer_iban as iban from untold),
stirring as (select payment_no from turned_to),
taught_first as {reconciliation/taught_first},
unsure as (
    select u.payer_iban, u.account_id, u.booked_on from untold u left join taught_first t on t.iban = u.payer_iban and t.account_id = u.account_id and t.since <= u.booked_on
    where t.iban is null
),
news as (
    with payers as (select payer_iban as iban from unsure)
    select u.payer_iban, min(u.booked_on) as booked_on from unsure u left join {reconciliation/taught_before} t on t.iban = u.payer_iban and t.account_id = u.account_id
    where t.since is null or t.since > u.booked_on group by 1
),
concerned as (
    select w.payment_no from waiting w join news n on n.payer_iban = w.payer_iban and n.booked_on < w.booked_on
    union
    select w.payment_no from sought_accounts s join waiting w using (payment_no) join given g on g.account_id = s.account_id
        and g.due - g.amount = w.size and (g.booked_on, g.turn, g.place) < (w.booked_on, w.turn, w.place)
)
select payment_no from (select payment_no from turned_to union select payment_no from concerned) anti join plain using (payment_no)
