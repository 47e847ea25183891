-- Orders, logistic orders and payments go by numbers inside, and names are put back where people read: to look through two million
-- numbers takes a quarter of the time of texts. A payment's number is what its id says in hexadecimal; the others are given as
-- they come, so that nothing may be ordered by them. Derived tables are made anew.
create table facts.order_names(order_no integer, order_reference varchar using compression uncompressed);
create table facts.lo_names(lo_no integer, order_no integer, logistic_reference varchar using compression uncompressed, lo_number bigint);
insert into facts.order_names
select row_number() over (order by order_reference), order_reference from (select distinct order_reference from facts.snapshots);
insert into facts.lo_names
select row_number() over (order by s.logistic_reference), n.order_no, s.logistic_reference,
    coalesce(try_cast(regexp_extract(s.logistic_reference, '([0-9]+)$', 1) as bigint), 0)
from (select logistic_reference, min(order_reference) as order_reference from facts.snapshots group by 1) s
join facts.order_names n using (order_reference);

create table facts.numbered_snapshots(
    snapshot_no bigint, order_no integer, lo_no integer, lines integer, file_no integer, line_number bigint,
    external_id varchar using compression uncompressed, external_source varchar, order_status varchar, status_reason varchar,
    payment_option varchar, payment_status varchar, payment_provider varchar, account_id varchar, customer_id varchar,
    supplier_id varchar, currency varchar, currencies integer, created_at timestamptz, updated_at timestamptz,
    shipped_at timestamptz, order_message varchar, commercial_djust_id varchar using compression zstd,
    commercial_external_id varchar using compression zstd, djust_id varchar using compression zstd
);
insert into facts.numbered_snapshots by name
select s.* exclude (order_reference, logistic_reference), n.order_no, n.lo_no from facts.snapshots s join facts.lo_names n using (logistic_reference);
drop table facts.snapshots;
alter table facts.numbered_snapshots rename to snapshots;

create table facts.numbered_lines(
    snapshot_no bigint, line_no bigint, line_id varchar using compression zstd, line_status varchar, variant_id varchar, product_name varchar,
    currency varchar, quantity decimal(18, 6), confirmed_quantity decimal(18, 6), unit_price decimal(18, 6),
    confirmed_unit_price decimal(18, 6), tax_rate decimal(18, 6), tax_amount decimal(18, 2), shipping_fees decimal(18, 2),
    shipping_tax_amount decimal(18, 2), line_total decimal(18, 2), custom_fields varchar
);
-- Numbers of lines that come later are those of their file and line, which begin at 2^32.
insert into facts.numbered_lines by name select *, row_number() over () as line_no from facts.snapshot_lines;
drop table facts.snapshot_lines;
alter table facts.numbered_lines rename to snapshot_lines;

create table facts.numbered_events(
    payment_no ubigint, file_no integer, line_number bigint, provider varchar, psp_reference varchar using compression uncompressed,
    event_id varchar using compression uncompressed, kind varchar, state varchar, amount decimal(18, 2), currency varchar,
    reference varchar using compression uncompressed, occurred_at timestamptz, fee_amount decimal(18, 2), payment_method varchar,
    payout_reference varchar, payer_name varchar, payer_iban varchar, message varchar, digest ubigint
);
insert into facts.numbered_events by name
select * exclude (payment_id), ('0x' || substr(payment_id, 5))::ubigint as payment_no from facts.psp_events;
drop table facts.psp_events;
alter table facts.numbered_events rename to psp_events;

create table facts.numbered_bank_lines(
    payment_no ubigint, file_no integer, line_number bigint, account_iban varchar, booked_on date, value_date date,
    amount decimal(18, 2), currency varchar, payer_name varchar, payer_iban varchar, remittance varchar using compression zstd,
    remittance_joined varchar using compression zstd, structured_reference varchar, end_to_end_id varchar using compression uncompressed,
    bank_reference varchar using compression uncompressed, occurrence integer, booked boolean, is_return boolean, return_reason varchar,
    original_amount decimal(18, 2), statement_id varchar, statement_date date
);
insert into facts.numbered_bank_lines by name
select * exclude (payment_id), ('0x' || substr(payment_id, 5))::ubigint as payment_no from facts.bank_lines;
drop table facts.bank_lines;
alter table facts.numbered_bank_lines rename to bank_lines;

create table facts.numbered_completions(
    order_no integer, lo_no integer, shipped_at timestamptz, due_at timestamptz, applied_at timestamptz, batch integer, actor varchar,
    rule varchar
);
insert into facts.numbered_completions by name
select c.* exclude (order_reference, logistic_reference), n.order_no, n.lo_no from facts.completions_applied c
    join facts.lo_names n using (logistic_reference);
drop table facts.completions_applied;
alter table facts.numbered_completions rename to completions_applied;

create table facts.numbered_exports(
    batch integer, exported_at timestamptz, order_no integer, lo_no integer, external_id varchar using compression uncompressed,
    order_status varchar, source varchar, source_id varchar using compression zstd
);
insert into facts.numbered_exports by name
select x.* exclude (order_reference, logistic_reference, source_id), n.order_no, n.lo_no,
    case when x.source = 'COMPLETION' then n.lo_no::varchar else x.source_id end as source_id
from facts.exports x join facts.lo_names n using (logistic_reference);
drop table facts.exports;
alter table facts.numbered_exports rename to exports;

create table facts.numbered_matches(
    payment_no ubigint, batch integer, kind varchar, order_no integer, lo_no integer, amount decimal(18, 2), rule varchar,
    explanation varchar using compression zstd, returns_payment_no ubigint
);
insert into facts.numbered_matches by name
select ('0x' || substr(m.payment_id, 5))::ubigint as payment_no, m.batch, m.kind, o.order_no, l.lo_no, m.amount, m.rule, m.explanation,
    ('0x' || substr(m.returns_payment_id, 5))::ubigint as returns_payment_no
from facts.standing_matches m left join facts.order_names o using (order_reference)
left join facts.lo_names l on l.logistic_reference = m.logistic_reference;
drop table facts.standing_matches;
alter table facts.numbered_matches rename to standing_matches;

create table facts.numbered_openings(
    finding_id varchar using compression zstd, code varchar, order_no integer, lo_no integer, payment_no ubigint, reference varchar, subject varchar,
    first_seen_at timestamptz, batch integer, severity varchar, amount decimal(18, 2), currency varchar, message varchar,
    suggested_action varchar, business_at timestamptz
);
insert into facts.numbered_openings by name
select f.* exclude (order_reference, logistic_reference, payment_id), o.order_no, l.lo_no, ('0x' || substr(f.payment_id, 5))::ubigint as payment_no,
    case when o.order_no is null then f.order_reference end as reference
from facts.finding_openings f left join facts.order_names o using (order_reference)
left join facts.lo_names l on l.logistic_reference = f.logistic_reference;
drop table facts.finding_openings;
alter table facts.numbered_openings rename to finding_openings;

drop schema steps cascade;
create schema steps;
drop table if exists main.orders;
drop table if exists main.logistic_orders;
drop table if exists main.order_lines;
drop table if exists main.payments;
drop table if exists main.payment_matches;
drop table if exists main.completions;
drop table meta.touched;
drop sequence meta.ticks;
-- A set of keys is told by many tables, one after the other; `keys` is null where any key may have changed.
create table meta.told(source varchar, key varchar, tick bigint, keys bigint);
create table meta.told_keys(keys bigint, value varchar using compression zstd);
delete from meta.marks;
