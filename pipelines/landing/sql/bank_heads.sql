-- Every line of the file with its key (contract.md §3.4): account, day, amount, currency and the bank's reference, else its
-- content, and which of several equal ones in its statement it is.
with tidied as (
    select line_number, upper(replace(account_iban, ' ', '')) as account_iban, booking_date as booked_on, value_date,
        amount::decimal(18, 2) as amount, currency, payer_name, upper(replace(payer_iban, ' ', '')) as payer_iban,
        provided(remittance_information) as remittance, remittance_joined, structured_reference, provided(end_to_end_id) as end_to_end_id,
        provided(bank_reference) as bank_reference, coalesce(entry_status, 'BOOK') = 'BOOK' as booked, is_return, return_reason,
        original_amount::decimal(18, 2) as original_amount, provided(batch_reference) as batch_reference,
        batch_amount::decimal(18, 2) as batch_amount, coalesce(statement_id, '') as statement_id, statement_date
    from landed
),
keyed as (
    select *, case when bank_reference is not null then [bank_reference]
        else [coalesce(value_date::varchar, ''), coalesce(payer_name, ''), coalesce(remittance, ''), coalesce(end_to_end_id, '')] end as told
    from tidied
),
counted as (
    select *, row_number() over (
        partition by statement_id, account_iban, booked_on, amount, currency, told, booked order by line_number
    )::integer as occurrence
    from keyed
)
select * exclude (told), payment_no(list_concat(
    ['bank', account_iban, booked_on::varchar, amount::varchar, currency], told, [occurrence::varchar])) as own_no
from counted
