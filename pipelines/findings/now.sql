-- One row per finding that holds now, whatever it hangs on, by its names.
select c.code, c.severity, o.order_reference, l.logistic_reference, null::varchar as payment_id, '' as subject, c.amount, c.currency, c.message,
    c.suggested_action, c.business_at
from steps.conditions c join facts.order_names o using (order_no) left join facts.lo_names l on l.lo_no = c.lo_no
union all by name
select c.code, c.severity, o.order_reference, format('pay_{:016x}', c.payment_no) as payment_id, '' as subject, c.amount, c.currency, c.message,
    c.suggested_action, c.business_at
from steps.payment_conditions c left join facts.order_names o using (order_no)
union all by name
select code, severity, reference as order_reference, '' as subject, message, suggested_action, business_at from steps.reference_conditions
