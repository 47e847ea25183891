-- What each transaction means for an order (formats.md §4). A money-in counts gross. What gives back a money-in names it by id, and takes its
-- order; whether it is one shows once that is known. Money out to a seller, and what goes from wallet to wallet, pays nothing.
with spelled as (
    select *, coalesce(origin_id, case when type = '1' then nullif(regexp_extract(message, '(?i)^\s*refund\s+#?([0-9A-Za-z_-]+)', 1),
        '') end) as origin,
        regexp_matches(concat_ws(' ', message, label), '(?i)charge-?\s?back|unpaid|impay[eé]') as is_chargeback
    from landed
),
meant as (
    select *, type in ('0', '1') and origin is not null and origin <> id as gives_back from spelled
),
named as (
    select *, case when not gives_back and type = '0' then coalesce(shaped(token), reference_in(message), token) end as named from meant
)
select line_number, 'LEMONWAY' as provider, case when gives_back then origin else id end as psp_reference, id as event_id,
    case when gives_back then case when type = '1' then 'PAYOUT' else 'OTHER' end when type = '0' then 'CAPTURE' when type = '1' then 'PAYOUT'
        else 'OTHER' end as kind,
    case when gives_back then case when is_chargeback then 'CHARGEBACK' else 'REFUND' end end as claims, null::varchar as party,
    lemonway_state(status, int_status) as state,
    case when not gives_back and type = '0' then coalesce(total, credit + coalesce(commission, 0))
        else coalesce(nullif(debit, 0), total, credit, 0) end::decimal(18, 2) as amount, 'EUR' as currency,
    upper(named) as reference, unless_in_capitals(named) as written, date as occurred_at,
    commission::decimal(18, 2) as fee_amount, case method when '0' then 'CARD' when '1' then 'WIRE' when '3' then 'WIRE' when '4' then 'WALLET'
        when '13' then 'IDEAL'
        when '14' then 'DIRECT_DEBIT' else method end as payment_method, null::varchar as payout_reference, null::varchar as payer_name,
            null::varchar as payer_iban,
    case when not gives_back and type = '0' and shaped(token) is null then message end as message, false as asserted, payment_no(['psp', 'LEMONWAY',
        case when gives_back then origin else id end, id]) as own_no, row_digest
from named
