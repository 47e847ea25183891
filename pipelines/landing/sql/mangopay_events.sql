-- What each transaction of a report means for an order (formats.md §3). A wire that nobody has paid yet is pending with what was asked for.
-- A payout is a refund only to a user who paid that order, and money into a credit wallet is a dispute that was won.
with spelled as (
    select *, minor_amount(debited_funds_amount, debited_funds_currency) as debited,
        minor_amount(credited_funds_amount, credited_funds_currency) as credited,
        minor_amount(fees_amount, debited_funds_currency) as fees, debited_funds_currency = 'XXX' as unpaid,
        nature = 'REFUND' and starts_with(credited_wallet_id, 'CREDIT_') as is_won, starts_with(tag, '{') and json_valid(tag) as is_json
    from landed
),
meant as (
    select *, case when nature = 'REPUDIATION' then 'CHARGEBACK' when type = 'PAYIN' and nature = 'REGULAR' then 'CAPTURE'
            when type = 'PAYIN' and nature = 'REFUND' and not coalesce(is_won, false) then 'REFUND'
                when type = 'PAYOUT' and nature = 'REGULAR' then 'PAYOUT' else 'OTHER' end as kind,
        case when type = 'PAYIN' and is_won then 'CHARGEBACK_REVERSAL' when type = 'PAYOUT' and nature = 'REGULAR' then 'REFUND'
            when type = 'PAYOUT' and nature = 'REFUND' then 'REFUND_OR_ITS_RETURN' end as claims,
        case when is_json then json_extract_string(tag, '$."' || mangopay_order_key() || '"') else tag end as tagged
    from spelled
),
named as (
    select *, coalesce(shaped(tagged), reference_in(tagged), shaped(wire_reference), named_so(tagged), wire_reference, tagged) as named from meant
)
select line_number, 'MANGOPAY' as provider, transaction_id as psp_reference, transaction_id as event_id, kind, claims, author_id as party,
    case when unpaid or status = 'CREATED' then 'PENDING' else status end as state,
    case when unpaid then coalesce(minor_amount(declared_debited_funds_amount, declared_debited_funds_currency), 0)
        when kind in ('CAPTURE', 'CHARGEBACK') then debited else credited end::decimal(18, 2) as amount,
    case when unpaid then coalesce(declared_debited_funds_currency, debited_funds_currency)
        when kind in ('CAPTURE', 'CHARGEBACK') then debited_funds_currency else credited_funds_currency end as currency,
    upper(named) as reference, unless_in_capitals(named) as written, coalesce(execution_date, creation_date) as occurred_at, fees as fee_amount,
    payment_type as payment_method, null::varchar as payout_reference, null::varchar as payer_name, null::varchar as payer_iban,
    case when not is_json and shaped(tagged) is null then tag end as message, false as asserted,
    payment_no(['psp', 'MANGOPAY', transaction_id, transaction_id]) as own_no, row_digest
from named
