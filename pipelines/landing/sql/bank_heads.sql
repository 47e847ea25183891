-- Every line of the file with its key (contract.md §3.4): account, day, amount, currency and the bank's reference, else its
-- content, and which of several equal ones in its statement it is, counted over its pages, where they come in several files.
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
    select *, content_of_line(bank_reference, value_date, payer_name, remittance, end_to_end_id) as told
    from tidied
),
pages as (
    select statement_id, any_value(upper(replace(account_iban, ' ', ''))) as account_iban, any_value(statement_name) as statement_name,
        min(try_cast(page as integer)) as first_page, max(try_cast(page as integer)) as page,
        first(opening_balance::decimal(18, 2) order by line_number) as opening, last(closing_balance::decimal(18, 2) order by line_number) as closing
    from landed_statements group by 1
),
other_pages as (
    -- What begins or ends as this one does may hold it, unless every page repeats the balances of the whole.
    select p.statement_id, s.file_no from pages p join statements s on s.account_iban = p.account_iban and s.statement_name = p.statement_name
        and (s.page < p.first_page or coalesce(s.first_page, s.page) > p.page)
    where coalesce(s.opening_balance = p.opening, false) = coalesce(s.closing_balance = p.closing, false)
),
on_other_pages as (
    select statement_id, account_iban, booked_on, amount, currency, booked,
        content_of_line(bank_reference, value_date, payer_name, remittance, end_to_end_id) as told, count(*) as n
    from bank_lines semi join other_pages using (statement_id, file_no) group by all
),
counted as (
    select k.*, (coalesce(o.n, 0) + row_number() over (
        partition by statement_id, account_iban, booked_on, amount, currency, told, booked order by line_number
    ))::integer as occurrence
    from keyed k left join on_other_pages o using (statement_id, account_iban, booked_on, amount, currency, told, booked)
)
select * exclude (told), payment_no(list_concat(
    ['bank', account_iban, booked_on::varchar, amount::varchar, currency], told, [occurrence::varchar])) as own_no
from counted
