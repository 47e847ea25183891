-- What is taken for granted in this round: the matches that stand, as they were published, and what order fields tell, of the orders that are looked at, the
-- payers that pay again and the payments that are undone.
with concerned as (
    select order_no from spots union select order_no from structured union select order_no from misreadings union select order_no from fitting
),
wanted as (
    select original_id as payment_no from undecided where original_id is not null
    union
    select payment_no from movements where payer_iban in (select payer_iban from undecided where payer_iban <> '')
    union
    select payment_no from standing_matches semi join concerned using (order_no)
    union
    select payment_no from told semi join concerned using (order_no)
),
standing_matches as (from facts.standing_matches semi join wanted using (payment_no)),
movements as (from steps.movements semi join wanted using (payment_no))
select s.payment_no, s.nth, s.kind, 'MATCHED' as status, s.order_no, s.lo_no, s.amount, coalesce(s.counts, s.amount) as counts, s.rule, s.explanation, s.returns_payment_no,
    m.payer_iban, m.taken_on as booked_on, case when s.kind in ('PAYMENT_RETURN', 'REFUND_RETURN', 'CHARGEBACK') and m.provider = 'BANK' then 2 else m.turn end as turn,
    {'value_date': coalesce(m.value_date, m.taken_on), 'size': m.size, 'payment_no': m.payment_no} as place,
    m.currency
from {reconciliation/standing} s join movements m on m.payment_no = s.payment_no
union all by name
select * exclude (way, waits, other_currency_order, names_unknown) replace (amount as counts) from {reconciliation/told_answers}
