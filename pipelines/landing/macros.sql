create or replace temp macro payment_id(fields) as 'pay_' || left(sha256(array_to_string(fields, chr(31))), 16);
create or replace temp macro provided(cell) as case when upper(cell) in ('NOTPROVIDED', 'NONREF') then null else cell end;
create or replace temp macro line_counts(line_status) as line_status is null or not (
    upper(line_status) in ('CANCELED', 'CANCELLED', 'REFUSED') or starts_with(upper(line_status), 'DECLINED_'));
