-- The answers of the night before of those that wait and are not asked first.
select payment_no, m.nth, m.way, m.kind, m.status, m.order_no, m.lo_no, m.amount, m.counts, m.waits, m.rule, m.explanation, m.returns_payment_no,
    w.payer_iban, w.booked_on, w.turn, w.place,
    w.currency, m.other_currency_order, m.names_unknown
from (select * from waiting anti join turned_to using (payment_no)) w
join matches m using (payment_no)
