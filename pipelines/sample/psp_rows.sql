-- One row per PSP event as the report tells it, the showcase's after the bulk's.
select provider, payment, event, kind, state, amount, currency, reference, iso(moment) as occurred_at, fee, method, payout, payer_name,
    payer_iban, message
from psp_events
order by i is null, i, event, moment, provider, payment
