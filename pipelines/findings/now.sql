-- One row per finding that holds now, whatever it hangs on; `reference` is what nobody knows, in capitals and as it was `written`.
select code, severity, order_no, lo_no, payment_no, null::varchar as reference, null::varchar as written, '' as subject, amount, currency, message,
    suggested_action, business_at
from steps.conditions
union all by name
select code, severity, order_no, payment_no, '' as subject, amount, currency, message, suggested_action, business_at from steps.payment_conditions
union all by name
select code, severity, reference, written, '' as subject, message, suggested_action, business_at from steps.reference_conditions
union all by name
select code, severity, subject, amount, currency, message, suggested_action, business_at from steps.statement_conditions
union all by name
select code, severity, subject, amount, currency, message, suggested_action, business_at from steps.subject_conditions
