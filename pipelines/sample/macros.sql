-- Every random choice is a remainder of a row's own 64-bit key (MD5 of seed and id, the same on every machine) by a prime
-- of its own, so that the choices of a row are independent and any row can be made without the others.
create macro key_of(kind, id) as md5_number_lower(concat_ws('|', getvariable('seed'), kind, id));
create macro draw(key, nth, n) as (key % [1000003, 1000033, 1000037, 1000039, 1000081, 1000099, 1000117, 1000121, 1000133,
    1000151, 1000159, 1000171, 1000183, 1000187, 1000193, 1000199, 1000211, 1000213][nth]::ubigint % n::ubigint)::integer;
create macro pick(choices, number) as choices[number + 1];
create macro cents(number) as (number::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(18, 2);
create macro share_of(amount, percent) as round(amount * percent::decimal(6, 2) * 0.01::decimal(3, 2), 2)::decimal(18, 2);
create macro iso(moment) as strftime(moment, '%Y-%m-%dT%H:%M:%SZ');
-- The last instant that the world of the sample has seen, and the one of the older export.
create macro horizon() as getvariable('until')::timestamp + interval 16 hour;
create macro older_horizon() as getvariable('until')::timestamp - interval 5 day + interval 16 hour;
create macro is_dead(status) as status in ('CANCELED', 'DECLINED_BY_SUPPLIER', 'DECLINED_BY_CUSTOMER');
create macro is_gone(status) as status in ('PARTIALLY_SHIPPED', 'SHIPPED', 'COMPLETED');
-- French account numbers with both check digits: bank, branch, account, key (RIB), then ISO 13616.
create macro bban(bank, branch, account) as lpad(bank::varchar, 5, '0') || lpad(branch::varchar, 5, '0')
    || lpad(account::varchar, 11, '0') || lpad((97 - (89 * bank + 15 * branch + 3 * account) % 97)::varchar, 2, '0');
create macro french_iban(number) as 'FR' || lpad((98 - (number || '152700')::hugeint % 97)::varchar, 2, '0') || number;
-- ISO 11649 with X for the hyphen (contract.md §4 of the purchase orders): R, F and X are 27, 15 and 33.
create macro rf_of(reference) as 'RF' || lpad((98 - (replace(reference, '-', '33') || '271500')::hugeint % 97)::varchar, 2, '0')
    || replace(reference, '-', 'X');
