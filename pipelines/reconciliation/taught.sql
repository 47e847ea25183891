-- One row per payment of a payer who pays again that may teach for which account he pays (domain.md §5, Known payer): a person, STRUCTURED or EXACT
-- matched it, as far as is assumed in this round.
with payers as (select distinct payer_iban from undecided where payer_iban <> ''),
theirs as (select payment_no, payer_iban as iban, taken_on, provider from steps.movements where payer_iban in (from payers)),
standing_matches as (from facts.standing_matches semi join theirs using (payment_no)),
movements as (from steps.movements semi join theirs using (payment_no)),
lessons as (
    select payment_no, order_no from {reconciliation/standing} where kind in ('TRANSFER', 'CAPTURE') and teaches_payer(rule)
    union all select payment_no, order_no from answers
        where status = 'MATCHED' and kind in ('TRANSFER', 'CAPTURE') and teaches_payer(rule) and payer_iban in (from payers)
    union all select payment_no, order_no from told semi join (from theirs where provider <> 'BANK') using (payment_no) where kind = 'CAPTURE'
)
select l.payment_no, t.iban, d.account_id, t.taken_on as booked_on
from lessons l join theirs t using (payment_no) join lo_dues d on d.order_no = l.order_no and d.leads
union all
select payment_no, payer_iban, account_id, booked_on from heeding semi join plain using (payment_no) where not loosely and payer_iban in (from payers)
