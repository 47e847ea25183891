-- One row per logistic order of the file: the line that heads it (its newest), its number if it has one, and whether the very same
-- snapshot is known. Two snapshots are the same if their digests are, which are only ever compared within one logistic order, and only
-- made for those that were met before: the sum over the lines, so that their order does not matter.
with grouped as (
    select order_reference as logistic_reference, count(*)::integer as lines,
        -- Of the newest lines the first one: as one number, because a maximum over structs takes ten times as long.
        max(epoch_us(update_date)::hugeint * 4294967296 - line_number) as newest_line,
        case when min(currency) = max(currency) then 1 else 2 end as currencies,
        max(shipment_date) filter (where line_counts(order_line_status)) as shipped_at
    from landed group by 1
),
headed as (
    select g.* exclude (newest_line), 4294967296 - (newest_line & 4294967295)::bigint as head_line, n.lo_no, n.order_no
    from grouped g left join lo_names n using (logistic_reference)
),
met as (select * from headed where lo_no is not null),
told as (
    select h.lo_no, h.lines, any_value(header_digest(
            l.order_external_id, l.external_source, l.order_status, l.order_status_reason, l.order_payment_option, l.order_payment_status,
            l.payment_provider, l.customer_account_external_id, l.customer_external_id, l.supplier_external_id, l.currency, l.creation_date,
            l.update_date, l.order_message, l.commercial_djust_id, l.commercial_external_id, l.logistic_djust_id)) filter (where l.line_number = h.head_line)
        + sum(line_digest(l.order_line_external_id, l.order_line_status, l.variant_external_id, l.product_name, l.order_line_quantity, l.confirmed_quantity,
            l.net_unit_price, l.confirmed_unit_price, l.tax_rate, l.tax_amount::decimal(18, 2), l.shipping_fees::decimal(18, 2),
            l.shipping_tax_amount::decimal(18, 2), l.line_total_with_tax::decimal(18, 2), l.custom_fields)) as digest
    from landed l join met h on h.logistic_reference = l.order_reference group by 1, 2
),
stored as (
    select s.snapshot_no, s.lo_no, s.lines, any_value(header_digest(
            s.external_id, s.external_source, s.order_status, s.status_reason, s.payment_option, s.payment_status, s.payment_provider, s.account_id,
            s.customer_id, s.supplier_id, s.currency, s.created_at, s.updated_at, s.order_message, s.commercial_djust_id, s.commercial_external_id, s.djust_id))
        + sum(line_digest(l.line_id, l.line_status, l.variant_id, l.product_name, l.quantity, l.confirmed_quantity, l.unit_price, l.confirmed_unit_price,
            l.tax_rate, l.tax_amount, l.shipping_fees, l.shipping_tax_amount, l.line_total, l.custom_fields)) as digest
    from snapshots s join snapshot_lines l using (snapshot_no)
    where s.lo_no in (select lo_no from met) group by 1, 2, 3
),
known as (
    select t.lo_no, min(s.snapshot_no) as snapshot_no
    from told t join stored s on s.lo_no = t.lo_no and s.lines = t.lines and s.digest = t.digest group by 1
)
select h.*, coalesce(k.snapshot_no, (select file_no from this_file) * 4294967296 + h.head_line) as snapshot_no, k.snapshot_no is not null as known
from headed h left join known k using (lo_no)
