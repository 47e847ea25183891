-- One row per provider's operation that says nothing but its order field, which names one order in its currency: it is STRUCTURED,
-- whatever the other payments are (domain.md §5). Every other payment goes through the rounds. Its explanation is told where it is read.
select w.payment_no, 1 as nth, null::bigint as way, w.kind, 'MATCHED' as status, o.order_no, o.lo_no, w.amount, null::decimal(18, 2) as counts, 0::decimal(18, 2) as waits, 'STRUCTURED' as rule,
    null::varchar as explanation, null::ubigint as returns_payment_no, w.payer_iban, w.booked_on,
    w.turn, w.place, w.currency, null::integer as other_currency_order, false as names_unknown
from waiting w join operations o using (payment_no)
join lo_dues d on d.order_no = o.order_no and d.leads and d.currency = w.currency
where w.silent and (w.payment_no, o.order_no) not in (select (payment_no, order_no) from banned)
