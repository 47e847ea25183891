-- One row per payment and order that it pays, or that is suggested for it, or one without an order: standing and answered tonight. What is told of
-- payments is not among them.
select payment_no, nth, null::bigint as way, kind, 'MATCHED' as status, order_no, lo_no, amount, counts, 0::decimal(18, 2) as waits, rule,
    explanation, returns_payment_no,
    null::integer as other_currency_order, false as names_unknown
from {reconciliation/standing}
union all by name
select payment_no, nth, way, kind, status, order_no, lo_no, amount, counts, waits, rule, explanation, returns_payment_no,
    other_currency_order, names_unknown
from answers
