-- What the others who say one known reference are taken to pay before anybody is asked: that order. It is what they say themselves when they are asked, unless
-- something speaks against it, and it saves them from being asked again because of each other.
select payment_no, 1 as nth, null::bigint as way, 'TRANSFER' as kind, 'MATCHED' as status, order_no, lo_no, size as amount, null::decimal(18, 2) as counts,
    0::decimal(18, 2) as waits, 'EXACT' as rule, null::varchar as explanation, null::ubigint as returns_payment_no, payer_iban, taken_on as booked_on, turn,
    {'value_date': coalesce(value_date, taken_on), 'size': size, 'payment_no': payment_no} as place, currency, null::integer as other_currency_order, false as names_unknown
from simply_named semi join turned_to using (payment_no) semi join lo_dues using (order_no, currency)
