-- One row per finding that holds now, whatever it hangs on.
select code, severity, order_reference, logistic_reference, null::varchar as payment_id, '' as subject, amount, currency, message, suggested_action, business_at from conditions
union all by name
select code, severity, order_reference, payment_id, '' as subject, amount, currency, message, suggested_action, business_at from payment_conditions
union all by name
select code, severity, order_reference, '' as subject, message, suggested_action, business_at from reference_conditions
