-- The events of a file in the suite's own layout (contract.md §3.3).
select line_number, provider, psp_reference, event_id, event_type as kind, null::varchar as claims, null::varchar as party, event_status as state,
    amount::decimal(18, 2) as amount, currency, upper(order_reference) as reference, unless_in_capitals(order_reference) as written, occurred_at,
    fee_amount::decimal(18, 2) as fee_amount, payment_method,
    payout_reference, payer_name, upper(replace(payer_iban, ' ', '')) as payer_iban, message,
    (select feed from this_file) = 'psp/webhelp' as asserted,
    payment_no(['psp', provider, psp_reference, event_id]) as own_no, row_digest
from landed
