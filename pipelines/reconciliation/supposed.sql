-- What those who say one known reference, and not plainly, are taken to pay before anybody is asked: that order. It is what they say themselves
-- when they are asked, unless something speaks against it, and it saves them from being asked again because of each other.
select payment_no, 1 as nth, null::bigint as way, 'TRANSFER' as kind, 'MATCHED' as status, order_no, lo_no, size as amount,
    null::decimal(18, 2) as counts,
    0::decimal(18, 2) as waits, 'EXACT' as rule, null::varchar as explanation,
    null::ubigint as returns_payment_no,
    payer_iban, booked_on, turn, place, currency, null::integer as other_currency_order, false as names_unknown
from simply_named semi join heeding using (payment_no) anti join plain using (payment_no)
