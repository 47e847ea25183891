-- One row per currency: up to which day it is known what came in (domain.md §4, Due dates): the last statement of its account, or of the one that is
-- furthest behind, and never later than this night. A file that is no statement by itself counts as that of the day in its name, else of its newest line.
with said as (
    select account_iban, currency, statement_date as day from statements where account_iban is not null
    union all
    select l.account_iban, l.currency, coalesce(day_in_name(f.instant_in_name, f.end_of_day_in_name), max(l.booked_on))
    from facts.bank_lines l join read_files f using (file_no)
    where f.format <> 'camt.054' and l.file_no not in (select file_no from statements) and l.booked group by l.account_iban, l.currency, l.file_no, f.instant_in_name, f.end_of_day_in_name
),
accounts as (select account_iban, currency, max(day) as day from said group by all)
select currency, least(min(day), (as_of() at time zone time_zone())::date) as judged_on from accounts group by currency
