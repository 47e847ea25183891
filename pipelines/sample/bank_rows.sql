-- One row per line of the CSV statements; `own` and the days say which statement.
select o.account_iban, b.booked_on::varchar as booked_on, b.booked_on::varchar as value_date, b.amount, b.currency, b.payer_name, b.payer_iban,
    b.remittance, b.end_to_end_id, b.bank_reference
from bank_lines b join own_accounts o using (own)
where b.own = getvariable('own') and b.booked_on between getvariable('from_day') and getvariable('to_day')
order by b.booked_on, b.i, b.copy
