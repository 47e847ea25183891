-- One row per payment: what it is and which order it pays, standing and decided tonight.
select payment_no, kind, 'MATCHED' as status, order_no, lo_no, amount, rule, explanation, returns_payment_no,
    null::integer as other_currency_order, false as names_unknown
from {reconciliation/standing}
union all by name
select payment_no, kind, status, order_no, lo_no, amount, rule, explanation, returns_payment_no, other_currency_order, names_unknown
from answers
