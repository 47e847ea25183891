-- What is taken for granted before the first round: the matches that stand, as they were published.
select s.payment_id, s.kind, 'MATCHED' as status, s.order_reference, s.logistic_reference, s.amount, s.rule, s.explanation, s.returns_payment_id,
    m.payer_iban, m.booked_on, case when s.kind in ('PAYMENT_RETURN', 'REFUND_RETURN') and m.provider = 'BANK' then 2 else m.turn end as turn,
     {'value_date': coalesce(m.value_date, m.booked_on), 'size': m.size, 'payment_id': m.payment_id} as place,
    m.currency
from {reconciliation/standing} s join movements m using (payment_id)
where s.payment_id in (select original_id from undecided) or m.payer_iban in (select payer_iban from undecided)
    or s.order_reference in (
        select order_reference from spots union all select order_reference from structured
        union all select d.order_reference from lo_dues d where d.account_id in (select account_id from lo_dues semi join spots using (order_reference)))
