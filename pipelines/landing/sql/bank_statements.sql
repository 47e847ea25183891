-- One row per statement and currency of the file: its balances, and what its booked lines come to, known ones included. Pages that stand in one file
-- are one: the first opens, the last closes. A statement that opens and closes is told by its account and day; parts of one that
-- come in several files are told by its name. A page that states no balance is in the currency of the others, else of its lines.
with booked as (
    select coalesce(statement_id, '') as statement_id, currency, sum(amount)::decimal(18, 2) as booked, count(*)::integer as lines
    from landed where coalesce(entry_status, 'BOOK') = 'BOOK' group by all
),
told as (
    select * replace (coalesce(currency, min(currency) over (partition by statement_id),
        (select min(b.currency) from booked b where b.statement_id = landed_statements.statement_id)) as currency)
    from landed_statements
),
pages as (
    select statement_id, min(line_number) as line_number, any_value(upper(replace(account_iban, ' ', ''))) as account_iban,
        any_value(statement_name) as statement_name, min(try_cast(page as integer)) as first_page, max(try_cast(page as integer)) as page,
        max(try_cast(sequence as bigint)) as sequence,
        coalesce(max(statement_date) filter (where closing_balance is not null), max(statement_date)) as statement_date, currency,
        first(opening_balance::decimal(18, 2) order by line_number) as opening_balance,
        last(closing_balance::decimal(18, 2) order by line_number) as closing_balance
    from told group by statement_id, currency
)
select concat_ws(' ', p.account_iban, nullif(p.currency, 'EUR'), case when opening_balance is not null
    and closing_balance is not null then statement_date end, statement_name) as subject,
    (select file_no from this_file) as file_no, p.* exclude (statement_id), coalesce(sum(b.booked), 0)::decimal(18, 2) as booked,
    coalesce(sum(b.lines), 0)::integer as lines
from pages p left join booked b on b.statement_id = p.statement_id and (p.currency is null or b.currency = p.currency)
group by all
