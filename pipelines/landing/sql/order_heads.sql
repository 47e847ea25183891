-- One row per logistic order of the file: the line that heads it (its newest), its number if it has one, and whether the very same
-- snapshot is known. Two snapshots are the same if their digests are, which are only ever compared within one logistic order: the sum over
-- the lines, so that their order does not matter. Of refused rows that name the logistic order it is only known that there are so many.
with refused as (
    select cell as logistic_reference, count(*)::integer as lines_refused
    from (select unnest(list_distinct(cells_of(raw_row))) as cell from landed_refused) group by 1
),
grouped as (
    select order_reference as logistic_reference, count(*)::integer as lines,
        -- Of the newest lines the first one: as one number, because a maximum over structs takes ten times as long.
        max(epoch_us(update_date)::hugeint * 4294967296 - line_number) as newest_line,
        case when min(currency) = max(currency) then 1 else 2 end as currencies,
        max(shipment_date) filter (where line_counts(order_line_status)) as shipped_at,
        -- In a first load there is nothing to compare with.
        sum(case when (select count(*) > 0 from lo_names) then line_digest(
            order_line_external_id, order_line_status, variant_external_id, product_name, order_line_quantity, confirmed_quantity,
            net_unit_price, confirmed_unit_price, tax_rate, tax_amount::decimal(18, 2), shipping_fees::decimal(18, 2),
            shipping_tax_amount::decimal(18, 2), line_total_with_tax::decimal(18, 2), custom_fields) end) as lines_digest
    from landed group by 1
),
headed as (
    select g.* exclude (newest_line), 4294967296 - (newest_line & 4294967295)::bigint as head_line, n.lo_no, n.order_no, r.lines_refused
    from grouped g left join lo_names n using (logistic_reference) left join refused r using (logistic_reference)
),
told as (
    select h.lo_no, h.lines, h.lines_refused, h.lines_digest + header_digest(
            l.order_external_id, l.external_source, l.order_status, l.order_status_reason, l.order_payment_option, l.order_payment_status,
            l.payment_provider, l.customer_account_external_id, l.customer_external_id, l.supplier_external_id, l.currency, epoch_us(l.creation_date),
            epoch_us(l.update_date), l.order_message, l.commercial_djust_id, l.commercial_external_id, l.logistic_djust_id) as digest
    from headed h join landed l on l.line_number = h.head_line where h.lo_no is not null
),
met as (from snapshots where lo_no in (select lo_no from headed where lo_no is not null)),
stored as (
    select s.snapshot_no, s.lo_no, s.lines, s.lines_refused, l.lines_digest + header_digest(
            s.external_id, s.external_source, s.order_status, s.status_reason, s.payment_option, s.payment_status, s.payment_provider, s.account_id,
            s.customer_id, s.supplier_id, s.currency, epoch_us(s.created_at), epoch_us(s.updated_at), s.order_message, s.commercial_djust_id,
            s.commercial_external_id, s.djust_id) as digest
    from met s join (
        select snapshot_no, sum(line_digest(line_id, line_status, variant_id, product_name, quantity, confirmed_quantity, unit_price,
            confirmed_unit_price,
            tax_rate, tax_amount, shipping_fees, shipping_tax_amount, line_total, custom_fields)) as lines_digest
        from snapshot_lines where snapshot_no in (select snapshot_no from met) group by 1
    ) l using (snapshot_no)
),
known as (
    select t.lo_no, min(s.snapshot_no) as snapshot_no
    from told t join stored s on s.lo_no = t.lo_no and s.lines = t.lines and s.digest = t.digest
        and s.lines_refused is not distinct from t.lines_refused group by 1
)
select h.* exclude (lines_digest), coalesce(k.snapshot_no, (select file_no from this_file) * 4294967296 + h.head_line) as snapshot_no,
    k.snapshot_no is not null as known
from headed h left join known k using (lo_no)
