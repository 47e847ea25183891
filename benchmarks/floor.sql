-- The floor of contract.md §7: what the same files cost DuckDB alone, without a rule, a check or a history.
create table orders as select * from read_csv(getvariable('landing') || '/orders/*.csv', all_varchar = true);
create table events as select * from read_csv(getvariable('landing') || '/psp/events/*.csv', all_varchar = true);
create table bank as select * from read_csv(getvariable('landing') || '/bank/*.csv', all_varchar = true);
create table statuses as select * from read_csv(getvariable('landing') || '/status_imports/*.csv', all_varchar = true);
create table payment_statuses as
with dues as (
    select "Order Commercial Reference" as reference, sum("Line Total With Tax"::decimal(18, 2)) as due from orders group by 1
),
movements as (
    select "Order Reference" as reference, "Amount"::decimal(18, 2) as amount from events
    union all
    select replace(regexp_extract(upper("Remittance Information"), '[0-9]{8}[- ]?[0-9]+'), ' ', '-'), "Amount"::decimal(18, 2) from bank
),
paid as (select reference, sum(amount) as paid from movements group by 1)
select reference, due, paid, case when paid is null then 'WAITING_PAYMENT' when paid < due then 'PARTIALLY_PAID' when paid = due then 'PAID'
    else 'OVER_PAID' end as payment_status
from dues left join paid using (reference);
