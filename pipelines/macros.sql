-- Money arithmetic that several rules share, without a division: DuckDB divides decimals as doubles. `part_of` is exact to twelve
-- decimals, so that a half is still a half when money.py rounds it; `cents` counts hundredths, the unit remainders are shared in.
create or replace temp macro cents(amount) as (amount * 100)::hugeint;
create or replace temp macro money_of(hundredths) as (hundredths::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(18, 2);
create or replace temp macro tax_on(goods, rate, currency) as
    round_money(goods::decimal(18, 2) * rate::decimal(12, 6) * 0.01::decimal(3, 2), currency);
create or replace temp macro part_of(amount, part, whole) as
    ((cents(amount) * cents(part) * 10000000000 // nullif(cents(whole), 0))::decimal(26, 0) * 0.000000000001::decimal(12, 12))::decimal(38, 12);
-- How payers write a reference: zeros at the front of a number left out or added, separators left out or others. Most references have
-- nothing to tidy, and to see that costs a fifth of replacing.
create or replace temp macro is_tidy(reference) as regexp_matches(reference, '^[0-9A-Z]+(-[1-9A-Z][0-9A-Z]*)*$');
create or replace temp macro tidy(reference) as case when is_tidy(reference) then reference
    else regexp_replace(regexp_replace(reference, '[^0-9A-Z]+', '-', 'g'), '-0+([0-9])', '-\1', 'g') end;
create or replace temp macro squeezed(reference) as case when is_tidy(reference) then replace(reference, '-', '')
    else regexp_replace(reference, '[^0-9A-Z]+', '', 'g') end;
