-- One row per currency: up to which day it is known what came in (domain.md §4, Due dates): the last statement of its account, or of the one that is
-- furthest behind. A file that is no statement by itself counts as that of the day in its name, else of its newest line; what is dated after this
-- night does not count yet.
with clock as (select (as_of() at time zone time_zone())::date as today),
said as (
    select account_iban, currency, statement_date as day from statements where account_iban is not null
    union all
    select d.account_iban, d.currency, case when day_in_name(f.instant_in_name, f.end_of_day_in_name) <= c.today
        then day_in_name(f.instant_in_name, f.end_of_day_in_name) else d.booked_on end
    from facts.bank_days d join read_files f using (file_no) cross join clock c
    where f.format <> 'camt.054' and d.file_no not in (select file_no from statements) and d.booked_on is not null
),
accounts as (select account_iban, currency, max(day) as day from said where day <= (select today from clock) group by all)
select currency, min(day) as judged_on from accounts group by currency
