-- One row per feed that is late by its own rhythm, a bank account being a feed of its own, per kind of reference data that is missing as a whole, and
-- per payout that did not bring what it should (domain.md §7). The day of a file is the one in its name, else that of its first sight; what nobody
-- drops regularly has no rhythm: fewer than four days, or no day in the last half of what it has been there.
with arrivals as (
    select feed as subject, coalesce(day_in_name(instant_in_name, end_of_day_in_name), (first_seen_at at time zone time_zone())::date) as day
    from read_files where status <> 'REJECTED' and feed not in ('bank', 'reference', 'decisions', 'incidents')
    union
    select 'bank ' || d.account_iban, coalesce(day_in_name(f.instant_in_name, f.end_of_day_in_name), (f.first_seen_at at time zone time_zone())::date)
    from facts.bank_days d join read_files f using (file_no)
    union
    select 'bank ' || account_iban, statement_date from statements where account_iban is not null
),
gaps as (
    select subject, day, day - lag(day) over (partition by subject order by day) as gap,
        row_number() over (partition by subject order by day desc) as back
    from arrivals where day <= (as_of() at time zone time_zone())::date
),
rhythms as (
    -- The longest of the last ten gaps, so that week-ends and holidays are part of the rhythm.
    select subject, max(day) as newest, max(gap) filter (where back <= 10)::integer as usual, count(gap) as gaps from gaps group by 1
)
select subject, 'FEED_LATE' as code, 'ACTION' as severity, null::decimal(18, 2) as amount, null::varchar as currency,
    format('nothing has come since {}, and it usually comes every {} at the latest', newest, if(usual = 1, 'day', usual || ' days')) as message,
    'ask who sends it' as suggested_action, (newest + usual)::timestamp at time zone time_zone() as business_at
from rhythms where gaps >= 3 and (as_of() at time zone time_zone())::date - newest > usual + 1
union all
select 'reference/' || kind, 'REFERENCE_DATA_MISSING', 'CHECK', null, null, 'no ' || kind || ' were ever dropped: ' || loss,
    'drop ' || kind || '.csv in reference/', as_of()
from (values ('accounts', 'nobody is known to be trusted, to need approval, or to pay from an account'),
    ('suppliers', 'due dates are reckoned with the default delay')) k(kind, loss)
where exists (from snapshots) and case kind when 'accounts' then not exists (from accounts) else not exists (from suppliers) end
union all
select provider || ' ' || payout_reference || case when count(*) over (partition by provider, payout_reference) > 1 then ' ' || currency else '' end,
    'PAYOUT_MISMATCH',
    'ACTION', residual, currency,
    case when status = 'MISSING' then 'the payout should have brought ' || expected_amount || ', and no bank line is it'
        else 'the payout should have brought ' || expected_amount || ', and ' ||
            coalesce('the bank got ' || bank_amount, 'the provider says ' || stated) end, 'ask the provider what the difference is', paid_at
from steps.payouts qualify status in ('MISMATCH', 'MISSING')
