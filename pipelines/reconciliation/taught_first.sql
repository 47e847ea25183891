-- What the first payment of some payers (`payers`) taught, as far as it can't come out otherwise tonight (`stirring`): most payers pay for one
-- account for ever, so that nobody has to look at all of their payments.
with firsts as (
    select payer_iban as iban, arg_min(payment_no, taken_on) as payment_no, min(taken_on) as since from steps.movements
    where payer_iban in (select iban from payers) and payment_no not in (select payment_no from stirring) group by 1
),
lessons as (
    select f.iban, f.since, m.order_no from firsts f join matches m using (payment_no)
    where m.status = 'MATCHED' and teaches_payer(m.rule) and m.kind in ('TRANSFER', 'CAPTURE')
)
select l.iban, d.account_id, min(l.since) as since from lessons l join lo_dues d on d.order_no = l.order_no and d.leads group by 1, 2
