-- One row per payment and order that it truly pays; `payment_id` as the published database names it (contract.md §4).
with banked as (
    select b.*, row_number() over (partition by own, booked_on, amount, currency, payer_name, remittance, bank_reference order by i,
        copy) as occurrence,
        o.account_iban, case when end_to_end_id <> 'NOTPROVIDED' then end_to_end_id end as told_id
    from bank_lines b join own_accounts o using (own)
),
keyed as (
    select *, list_concat(['bank', account_iban, booked_on::varchar, amount::varchar, currency],
        case when bank_reference is null then [booked_on::varchar, coalesce(payer_name, ''), coalesce(trim(remittance), ''), coalesce(told_id, '')]
            else [bank_reference] end, [occurrence::varchar]) as fields
    from banked
)
select 'pay_' || left(sha256(array_to_string(['psp', e.provider, e.payment, e.event], chr(31))), 16) as payment_id, e.provider,
    e.payment as psp_reference, e.event as event_id, null as account_iban, null as booked_on, null as bank_reference, null as occurrence,
    e.currency, e.noise, coalesce(e.reference, max(e.reference) over (partition by e.provider, e.payment)) as order_reference,
    case when e.kind in ('REFUND', 'CHARGEBACK') then -e.amount else e.amount end as amount
from psp_events e
qualify e.state = 'SUCCEEDED' and e.kind in ('CAPTURE', 'REFUND', 'CHARGEBACK', 'REFUND_RETURN', 'CHARGEBACK_REVERSAL')
union all
select 'pay_' || left(sha256(array_to_string(fields, chr(31))), 16), 'BANK', null, null, k.account_iban, k.booked_on::varchar, k.bank_reference,
    k.occurrence::varchar, k.currency, k.noise, t.reference, case when k.amount < 0 and t.amount is not null then k.amount else t.amount end
from keyed k left join paid_orders t using (leader)
order by provider, payment_id, order_reference
