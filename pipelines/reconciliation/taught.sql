-- One row per payment of a payer who pays again that may teach for which account he pays (domain.md §5, Known payer): a person, STRUCTURED or EXACT
-- matched it, as far as is assumed in this round.
with theirs as (
    select payment_no, payer_iban as iban, taken_on from steps.movements
        where payer_iban in (select payer_iban from undecided where payer_iban <> '')
),
standing_matches as (from facts.standing_matches semi join theirs using (payment_no)),
movements as (from steps.movements semi join theirs using (payment_no)),
lessons as (
    select payment_no, kind, order_no, rule from {reconciliation/standing}
    union all select payment_no, kind, order_no, rule from answers where status = 'MATCHED'
        and payer_iban in (select payer_iban from undecided where payer_iban <> '')
    union all select payment_no, kind, order_no, rule from told semi join theirs using (payment_no)
)
select l.payment_no, t.iban, d.account_id, t.taken_on as booked_on
from lessons l join theirs t using (payment_no) join lo_dues d on d.order_no = l.order_no and d.leads
where l.kind in ('TRANSFER', 'CAPTURE') and teaches_payer(l.rule)
