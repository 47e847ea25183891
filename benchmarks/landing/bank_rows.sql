-- One row per line of a bank statement: of 100 transfers 5 spell the reference otherwise, 2 name none, 3 pay a half, 2 too
-- much. `changed`: transfers for orders that waited for their money and that the night's export does not tell of.
with lines as (
    select case when is_new then 'new' else 'first' end as night, i, least(until,
        day + 1 + (hash(i, 2) % least(20, greatest(until - day, 1)))::integer) as booked_on
    from orders where kind >= 10 and kind < 16
    union all select 'changed', i, getvariable('second_day') from orders where kind in (16, 17) and place between 16 and 18 and not is_new
),
drawn as (select *, hash(i, 3) % 100 as text, hash(i, 4) % 100 as sum from lines where night = getvariable('night'))
select 'FR7630006000011234567890189' as "Account IBAN", booked_on as "Booking Date", booked_on as "Value Date",
    (case when sum < 3 then due / 2 when sum < 5 then due + 5 else due end)::decimal(18, 2) as "Amount", 'EUR' as "Currency",
    'CLIENT ' || account as "Payer Name", iban(account) as "Payer IBAN",
    case when text < 5 then 'VIR CDE ' || replace(reference, '-', ' ') when text < 7 then 'VIREMENT CLIENT ' || account
        else 'VIR SEPA COMMANDE ' || reference end as "Remittance Information",
    'NOTPROVIDED' as "End To End Id", 'BR' || lpad(i::varchar, 8, '0') as "Bank Reference"
from drawn join orders using (i) join dues using (i) order by booked_on, i
