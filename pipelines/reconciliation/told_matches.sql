-- What a provider's order field tells, as the match of a payment. Its explanation is told where it is read.
select payment_no, 1 as nth, null::bigint as way, kind, 'MATCHED' as status, order_no, lo_no, amount, null::decimal(18, 2) as counts,
    0::decimal(18, 2) as waits, 'STRUCTURED' as rule, null::varchar as explanation, null::ubigint as returns_payment_no,
    null::integer as other_currency_order, false as names_unknown
from told
