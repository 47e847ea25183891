-- One row per snapshot of a logistic order that counts by now, numbered from the newest: by update date, then by the newest file that showed it, then
-- by the greater content, its rows as text (domain.md §4). Most logistic orders have one snapshot; only keys that occur twice pay for a window, only
-- ties for a text.
with counted as (
    select snapshot_no, order_no, lo_no, order_status, updated_at, payment_status from snapshots where updated_at <= as_of() and told_by is null
),
several as (select lo_no from counted group by 1 having count(*) > 1),
shown as (
    select s.snapshot_no, max(coalesce(f.instant_in_name, f.end_of_day_in_name)) as shown_at
    from sightings s join read_files f using (file_no)
    where s.snapshot_no in (select snapshot_no from counted semi join several using (lo_no)) group by 1
),
rivals as (
    select c.*, s.shown_at, count(*) over (partition by c.lo_no, c.updated_at, s.shown_at) > 1 as tied
    from counted c semi join several using (lo_no) join shown s on s.snapshot_no = c.snapshot_no
),
contents as (
    select r.snapshot_no, string_agg(r.row_text, chr(10) order by r.row_text) as content
    from (
        select h.snapshot_no, (h.external_id, h.external_source, h.order_status, h.status_reason, h.payment_status, h.payment_option,
            h.payment_provider,
                h.account_id, h.customer_id, h.supplier_id, h.currency, h.created_at, h.shipped_at, h.order_message)::varchar
            || (l.line_id, l.line_status, l.variant_id, l.product_name, l.quantity, l.confirmed_quantity, l.unit_price, l.confirmed_unit_price,
                l.tax_rate, l.tax_amount, l.shipping_fees, l.shipping_tax_amount, l.line_total, l.custom_fields)::varchar as row_text
        from snapshots h join snapshot_lines l using (snapshot_no) where h.snapshot_no in (select snapshot_no from rivals where tied)
    ) r group by 1
),
placed as (
    select r.* exclude (shown_at, tied), row_number() over (partition by r.lo_no
        order by r.updated_at desc, r.shown_at desc nulls last, c.content desc, r.snapshot_no)::integer as newest
    from rivals r left join contents c using (snapshot_no)
    union all
    select *, 1 from counted anti join several using (lo_no)
)
select *, false as created from placed
union all by name
-- What Mirakl tells of an order that DJUST does not know.
select m.snapshot_no, m.order_no, m.lo_no, mirakl_status(m.order_state) as order_status, m.updated_at, m.newest, true as created
from mirakl_los m where m.created and m.newest is not null
