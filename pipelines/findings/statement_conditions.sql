-- One row per bank statement that does not add up, or does not begin where its account stood (domain.md §7). A statement that came
-- again counts as its newest file tells it; its pages, where they come in several files, count together.
with spans as (
    select * replace (coalesce(first_page, page, 0) as first_page, coalesce(page, 0) as page) from statements
),
pages as (
    select * from spans s where not exists (
        select 1 from spans n where n.subject = s.subject and (n.file_no, n.line_number) > (s.file_no, s.line_number) and n.first_page <= s.page
            and n.page >= s.first_page)
),
whole as (
    select subject, any_value(account_iban) as account_iban, any_value(currency) as currency,
        coalesce(max(statement_date) filter (where closing_balance is not null), max(statement_date)) as until, max(sequence) as sequence,
        arg_min(opening_balance, coalesce(page, 0)) as opening, arg_max(closing_balance, coalesce(page, 0)) as closing, sum(booked) as booked,
        sum(lines) as lines, max(file_no) as file_no
    from pages group by 1
),
earlier as (
    select w.subject, arg_max(p.closing, (p.until, coalesce(p.sequence, 0))) as closing, max(p.until) as until
    from whole w join whole p on p.account_iban = w.account_iban and p.currency = w.currency
        and (p.until < w.until or p.until = w.until and p.sequence < w.sequence)
    where p.closing is not null group by 1
),
-- Weeks and days of one account may overlap: a statement goes on from any that ended before it, or begins with a shorter one, which is
-- looked at itself.
goes_on as (
    select distinct w.subject
    from whole w join whole p on p.account_iban = w.account_iban and p.currency = w.currency and p.subject <> w.subject
        and (p.until <= w.until and p.closing = w.opening or p.until < w.until and p.opening = w.opening)
),
told as (
    select subject, 'STATEMENT_BALANCE_MISMATCH' as code, closing - opening - booked as amount,
        format('the statement opens with {} and closes with {}, and its lines ({}) come to {}', opening::varchar, closing::varchar, lines,
            booked::varchar) as message,
        'fetch the statement again from the bank; see `quarantine` for lines of it that were refused' as suggested_action
    from whole where opening + booked <> closing
    union all
    select w.subject, 'STATEMENT_GAP', w.opening - e.closing,
        format('the statement opens with {}, and the account held {} at the end of {}', w.opening::varchar, e.closing::varchar, e.until),
        'fetch the statements in between from the bank'
    from whole w join earlier e using (subject) anti join goes_on using (subject)
    where w.opening <> e.closing
)
select t.subject, t.code, 'ACTION' as severity, t.amount::decimal(18, 2) as amount, w.currency, t.message || ' (' || f.file_name || ')' as message,
    t.suggested_action,
    coalesce(w.until::timestamp at time zone time_zone(), f.first_seen_at) as business_at
from told t join whole w using (subject) join read_files f using (file_no)
