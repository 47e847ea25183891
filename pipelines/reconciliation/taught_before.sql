-- What the matches of the night before taught of some payers (`payers`), those apart that may come out otherwise tonight (`stirring`): for which
-- accounts they paid, and since when.
with theirs as materialized (select payment_no, payer_iban as iban, taken_on from steps.movements where payer_iban in (select iban from payers)),
lessons as materialized (
    select m.order_no, t.iban, t.taken_on from matches m join theirs t using (payment_no)
    where m.status = 'MATCHED' and teaches_payer(m.rule) and m.kind in ('TRANSFER', 'CAPTURE')
        and m.payment_no not in (select payment_no from stirring)
)
select l.iban, d.account_id, min(l.taken_on) as since
from lessons l join (select order_no, account_id from lo_dues semi join lessons using (order_no) where leads) d using (order_no) group by 1, 2
