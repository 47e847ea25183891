-- What is told of payments, as their matches: what an order field names is STRUCTURED, what a transfer says EXACT, or NORMALISED where it says it
-- loosely (domain.md §5). Why it is so nobody stores: it is said where it is read.
select payment_no, 1 as nth, null::bigint as way, kind, 'MATCHED' as status, order_no, lo_no, amount, null::decimal(18, 2) as counts,
    0::decimal(18, 2) as waits, case when kind <> 'TRANSFER' then 'STRUCTURED' when loosely then 'NORMALISED' else 'EXACT' end as rule,
    null::varchar as explanation, null::ubigint as returns_payment_no, null::integer as other_currency_order, false as names_unknown
from told
