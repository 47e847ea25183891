-- One row per payment: what it is and which order it pays, standing and decided tonight.
select payment_id, kind, 'MATCHED' as status, order_reference, logistic_reference, amount, rule, explanation, returns_payment_id,
    null as other_currency_order, false as names_unknown
from {reconciliation/standing}
union all by name
select payment_id, kind, status, order_reference, logistic_reference, amount, rule, explanation, returns_payment_id, other_currency_order, names_unknown
from answers
