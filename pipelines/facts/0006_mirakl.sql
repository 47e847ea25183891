-- What Mirakl tells of orders: each state of an order is a snapshot as well, `told_by` MIRAKL, of a logistic order that is called as Mirakl calls
-- it; that one counts while DJUST knows none with this external id. Parts are lines, refunds, and taxes and fees of either.
alter table facts.snapshots add column told_by varchar;
create table facts.mirakl_orders(
    snapshot_no bigint, order_no integer, lo_no integer, file_no integer, line_number bigint, reference varchar using compression uncompressed,
    order_state varchar, tax_excluded boolean, total_price decimal(18, 2), currency varchar, has_incident boolean, updated_at timestamptz,
        content varchar
);
create table facts.mirakl_parts(
    snapshot_no bigint, order_no integer, kind varchar, line_id varchar, refund_id varchar, state varchar, quantity decimal(18, 6),
    canceled decimal(18, 6),
    unit_price decimal(18, 6), amount decimal(18, 2), shipping_amount decimal(18, 2), moved_at timestamptz
);
create table facts.mirakl_shipments(
    shipment_no bigint, file_no integer, line_number bigint, reference varchar using compression uncompressed, shipment_id varchar, status varchar,
    shipped_at timestamptz, effective_at timestamptz, told_at timestamptz, content varchar
);
create table facts.mirakl_shipment_lines(shipment_no bigint, line_id varchar, quantity decimal(18, 6));
