-- One row per provider's operation that says nothing but its order field, which names one order in its currency: it is STRUCTURED,
-- whatever the other payments are (domain.md §5). Every other payment goes through the rounds.
select w.payment_id, w.kind, 'MATCHED' as status, o.order_reference, o.logistic_reference, w.amount, 'STRUCTURED' as rule,
    named_by_field('the order field', o.order_reference, w.order_field) as explanation, null::varchar as returns_payment_id, w.payer_iban, w.booked_on,
    w.turn, w.place, w.currency, null::varchar as other_currency_order, false as names_unknown
from waiting w join operations o using (payment_id)
join lo_dues d on d.order_reference = o.order_reference and d.leads and d.currency = w.currency
where w.remittance is null
