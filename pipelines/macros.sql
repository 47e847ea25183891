-- Money arithmetic that several rules share, without a division: DuckDB divides decimals as doubles. `part_of` is cut at five
-- decimals and the sixth says whether something was cut off, so that a half is a half and nothing else is when money.py rounds it;
-- `cents` counts hundredths, the unit remainders are shared in.
create or replace temp macro cents(amount) as (amount::decimal(38, 2) * 100)::hugeint;
create or replace temp macro money_of(hundredths) as (hundredths::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(18, 2);
create or replace temp macro part_of(amount, part, whole) as (
    (cents(amount) * cents(part) * 1000 // nullif(cents(whole), 0))::decimal(32, 0) * 0.00001::decimal(5, 5)
    + case when cents(amount) * cents(part) * 1000 % nullif(cents(whole), 0) = 0 then 0
        else sign(cents(amount)) * sign(cents(part)) * sign(cents(whole)) end * 0.000001::decimal(6, 6))::decimal(38, 6);
-- How payers write a reference: zeros at the front of a number left out or added, separators left out or others. Most references have
-- nothing to tidy, and to see that costs a fifth of replacing.
create or replace temp macro is_tidy(reference) as regexp_matches(reference, '^[0-9A-Z]+(-[1-9A-Z][0-9A-Z]*)*$');
create or replace temp macro tidy(reference) as case when is_tidy(reference) then reference
    else regexp_replace(regexp_replace(reference, '[^0-9A-Z]+', '-', 'g'), '-0+([0-9])', '-\1', 'g') end;
create or replace temp macro squeezed(reference) as case when is_tidy(reference) then replace(reference, '-', '')
    else regexp_replace(reference, '[^0-9A-Z]+', '', 'g') end;
-- Many names at once are looked up by a number; DuckDB's hash() is another in another version and collides, so that it only ever
-- narrows down what is then compared as text.
create or replace temp macro mark_of(letters) as (hash(letters) & 4294967295)::uinteger;
-- Whether an instant, or what is a delay later, lies between the clock of the night before and that of this one, (since(), until()]; both
-- are set where a night is opened. The column stands alone, so that whole groups of rows are passed over that hold nothing so late.
create or replace temp macro since() as null::timestamptz;
create or replace temp macro until() as null::timestamptz;
create or replace temp macro falls_due(moment, delay := interval 0 hours) as moment > since() - delay and moment <= until() - delay;
-- A term in days between calendar days (domain.md §1).
create or replace temp macro whole_days(term) as (extract(epoch from term) / 86400)::integer;
-- A cell that begins with a character a spreadsheet would run (contract.md §5).
create or replace temp macro runs_in_a_spreadsheet(cell) as coalesce(regexp_matches(cell, '^[-=+@\t\r]'), false);
create or replace temp macro as_text(cell) as case when runs_in_a_spreadsheet(cell) then '''' || cell else cell end;
