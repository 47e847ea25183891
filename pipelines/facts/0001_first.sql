-- Everything that was said and no file can give again. Rows are added, never changed. Texts that hardly repeat are stored by zstd
-- (pipelines/tables.py, COMPRESSION).
create schema facts;
create schema steps;
create schema meta;
create sequence meta.ticks;

create table meta.batches(
    batch integer, as_of timestamptz, started_at timestamptz, finished_at timestamptz, status varchar, run_id varchar,
    settings varchar, outbox_written_at timestamptz, files_loaded bigint, files_rejected bigint, rows_loaded bigint, rows_quarantined bigint,
    orders_changed bigint, completions_applied bigint, findings_opened bigint, findings_resolved bigint, last_tick bigint
);
create table meta.touched(source varchar, key varchar, value varchar using compression zstd, tick bigint);
create table meta.marks(name varchar, tick bigint, recipe varchar);
create table meta.found(batch integer, feed varchar, file_name varchar, path varchar, size bigint, modified bigint);
create table meta.read_files(
    file_no integer, file_id varchar, feed varchar, file_name varchar, format varchar, batch integer, first_seen_at timestamptz,
    instant_in_name timestamptz, end_of_day_in_name timestamptz, seen_at timestamptz, rows_read bigint, rows_loaded bigint,
    rows_quarantined bigint, rows_duplicate bigint, status varchar, reason varchar
);
create table meta.known(feed varchar, file_name varchar, size bigint, modified bigint, file_id varchar);
create table meta.refused_rows(file_no integer, line_number bigint, column_name varchar, reason varchar, raw_row varchar);

create table facts.snapshots(
    snapshot_no bigint, order_reference varchar using compression zstd, logistic_reference varchar using compression zstd, lines integer,
    file_no integer,
    line_number bigint, external_id varchar using compression zstd, external_source varchar, order_status varchar, status_reason varchar,
    payment_option varchar, payment_status varchar, payment_provider varchar, account_id varchar, customer_id varchar,
    supplier_id varchar, currency varchar, currencies integer, created_at timestamptz, updated_at timestamptz,
    shipped_at timestamptz, order_message varchar, commercial_djust_id varchar using compression zstd,
    commercial_external_id varchar using compression zstd, djust_id varchar using compression zstd
);
create table facts.sightings(snapshot_no bigint, file_no integer);
create table facts.snapshot_lines(
    snapshot_no bigint, line_id varchar using compression zstd, line_status varchar, variant_id varchar, product_name varchar, currency varchar,
    quantity decimal(18, 6), confirmed_quantity decimal(18, 6), unit_price decimal(18, 6), confirmed_unit_price decimal(18, 6),
    tax_rate decimal(18, 6), tax_amount decimal(18, 2), shipping_fees decimal(18, 2), shipping_tax_amount decimal(18, 2),
    line_total decimal(18, 2), custom_fields varchar
);
create table facts.status_rows(
    file_no integer, line_number bigint, reference varchar using compression zstd, written varchar using compression zstd, to_status varchar,
    effective_at timestamptz,
    dated boolean, status_reason varchar, tracking_url varchar, digest ubigint
);
create table facts.psp_events(
    payment_id varchar using compression zstd, file_no integer, line_number bigint, provider varchar, psp_reference varchar using compression zstd,
    event_id varchar using compression zstd,
    kind varchar, state varchar, amount decimal(18, 2), currency varchar, reference varchar using compression zstd, occurred_at timestamptz,
    fee_amount decimal(18, 2), payment_method varchar, payout_reference varchar, payer_name varchar, payer_iban varchar, message varchar,
    digest ubigint
);
create table facts.bank_lines(
    payment_id varchar using compression zstd, file_no integer, line_number bigint, account_iban varchar, booked_on date, value_date date,
    amount decimal(18, 2), currency varchar, payer_name varchar, payer_iban varchar, remittance varchar using compression zstd,
    remittance_joined varchar using compression zstd,
    structured_reference varchar, end_to_end_id varchar using compression zstd, bank_reference varchar using compression zstd, occurrence integer,
    booked boolean,
    is_return boolean, return_reason varchar, original_amount decimal(18, 2), statement_id varchar, statement_date date
);
create table facts.incident_rows(
    file_no integer, line_number bigint, incident_id varchar, reference varchar, linked_type varchar, status varchar,
    opened_at timestamptz, order_line_external_id varchar, incident_reason varchar, quantity decimal(18, 6), updated_at timestamptz, message varchar,
    digest ubigint
);
create table facts.decision_rows(
    file_no integer, line_number bigint, decision_id varchar, action varchar, payment_id varchar, reference varchar,
    amount decimal(18, 2), value varchar, decision_reason varchar, decided_by varchar, decided_at timestamptz, digest ubigint
);
create table facts.suppliers(
    file_no integer, line_number bigint, supplier_id varchar, name varchar, due_days integer, due_mode varchar, email varchar,
    creditor_name varchar, iban varchar, bic varchar
);
create table facts.accounts(
    file_no integer, line_number bigint, account_id varchar, name varchar, transfer_mode varchar, requires_approval boolean,
    trusted_for_due_date boolean, ibans varchar, email varchar, created_at timestamptz
);
create table facts.customers(
    file_no integer, line_number bigint, customer_id varchar, account_id varchar, name varchar, email varchar, created_at timestamptz
);
create table facts.products(
    file_no integer, line_number bigint, variant_id varchar, name varchar, created_at timestamptz, custom_fields varchar
);
create table facts.opening_balances(
    file_no integer, line_number bigint, order_reference varchar, received decimal(18, 2), refunded decimal(18, 2), written_off decimal(18, 2)
);
create table facts.completions_applied(
    order_reference varchar using compression zstd, logistic_reference varchar using compression zstd, shipped_at timestamptz, due_at timestamptz,
        applied_at timestamptz,
    batch integer, actor varchar, rule varchar
);
create table facts.exports(
    batch integer, exported_at timestamptz, order_reference varchar using compression zstd, logistic_reference varchar using compression zstd,
    external_id varchar using compression zstd,
    order_status varchar, source varchar, source_id varchar using compression zstd
);
create table facts.standing_matches(
    payment_id varchar using compression zstd, batch integer, kind varchar, order_reference varchar using compression zstd,
    logistic_reference varchar using compression zstd, amount decimal(18, 2),
    rule varchar, explanation varchar using compression zstd, returns_payment_id varchar
);
create table facts.finding_openings(
    finding_id varchar using compression zstd, code varchar, order_reference varchar using compression zstd,
    logistic_reference varchar using compression zstd, payment_id varchar using compression zstd, subject varchar,
    first_seen_at timestamptz, batch integer, severity varchar, amount decimal(18, 2), currency varchar, message varchar,
    suggested_action varchar, business_at timestamptz
);
create table facts.finding_closings(finding_id varchar, closed_at timestamptz, batch integer);
