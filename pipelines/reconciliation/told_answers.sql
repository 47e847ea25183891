-- What a provider's order field tells, as the answer of a payment. Its explanation is told where it is read.
select t.payment_no, 1 as nth, null::bigint as way, m.kind, 'MATCHED' as status, t.order_no, t.lo_no, t.amount, null::decimal(18, 2) as counts,
    0::decimal(18, 2) as waits,
    'STRUCTURED' as rule, null::varchar as explanation, null::ubigint as returns_payment_no, null::integer as other_currency_order,
    false as names_unknown,
    m.payer_iban, m.taken_on as booked_on, m.turn, {'value_date': coalesce(m.value_date, m.taken_on), 'size': m.size,
        'payment_no': m.payment_no} as place, m.currency
from told t join movements m using (payment_no)
