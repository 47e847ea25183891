-- What the payments that are wanted are taken to pay in this round: the matches that stand, as they were published, what order fields tell, and
-- what answers come to: what is suggested pays nothing.
with standing_matches as (from facts.standing_matches semi join wanted using (payment_no)),
movements as (from steps.movements semi join wanted using (payment_no)),
told as (from temp.told semi join wanted using (payment_no))
select s.payment_no, s.nth, s.kind, 'MATCHED' as status, s.order_no, s.lo_no, s.amount, coalesce(s.counts, s.amount) as counts, s.rule, s.explanation,
    s.returns_payment_no,
    m.payer_iban, m.taken_on as booked_on, case when s.kind in ('PAYMENT_RETURN', 'REFUND_RETURN', 'CHARGEBACK') and m.provider = 'BANK' then 2
        else m.turn end as turn,
    {'value_date': coalesce(m.value_date, m.taken_on), 'size': m.size, 'payment_no': m.payment_no} as place,
    m.currency
from {reconciliation/standing} s join movements m on m.payment_no = s.payment_no
union all by name
select * exclude (way, waits, other_currency_order, names_unknown) replace (amount as counts) from {reconciliation/told_answers}
union all by name
select payment_no, nth, kind, status, case when status = 'MATCHED' then order_no end as order_no,
    case when status = 'MATCHED' then lo_no end as lo_no, amount, coalesce(counts, amount) as counts, rule,
    explanation, returns_payment_no, payer_iban, booked_on, turn, place, currency
from answers semi join wanted using (payment_no) where nth = 1 or status = 'MATCHED'
