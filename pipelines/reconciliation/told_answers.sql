-- What is told of payments, as their answers.
select t.*, m.payer_iban, m.taken_on as booked_on, m.turn,
    {'value_date': coalesce(m.value_date, m.taken_on), 'size': m.size, 'payment_no': m.payment_no} as place, m.currency
from {reconciliation/told_matches} t join movements m using (payment_no)
