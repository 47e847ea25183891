-- What answers come to for other payments: what is suggested pays nothing.
select payment_no, nth, kind, status, case when status = 'MATCHED' then order_no end as order_no, case when status = 'MATCHED' then lo_no end as lo_no, amount, coalesce(counts, amount) as counts, rule,
    explanation, returns_payment_no, payer_iban, booked_on, turn, place, currency
from answers where nth = 1 or status = 'MATCHED'
