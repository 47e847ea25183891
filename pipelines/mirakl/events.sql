-- One row per status event that Mirakl's orders and shipments make (domain.md §2): at every state of either, what the order is by then. While
-- Mirakl calls it SHIPPING its shipments and lines say how much of it is gone, piece by piece.
with parcels as {mirakl/parcels},
moments as materialized (
    select *, row_number() over () as moment from (
        select order_no, lo_no, 'MIRAKL_ORDER' as source, updated_at as effective_at, content, file_no, line_number from mirakl_los
        union all
        select order_no, lo_no, 'MIRAKL_SHIPMENT', effective_at, shipment_id || ' ' || status || ' ' || content, file_no, line_number from parcels
    )
),
standing as (
    -- The state of the order by then; what is told of its shipments before any is told of the order goes by the first.
    select m.moment, coalesce(arg_max(o.snapshot_no, (o.updated_at, o.content)) filter (where o.updated_at <= m.effective_at),
            arg_min(o.snapshot_no, (o.updated_at, o.content))) as snapshot_no
    from moments m left join mirakl_los o on o.lo_no = m.lo_no group by all
),
placed as (select m.*, s.snapshot_no, o.order_state from moments m join standing s using (moment) left join mirakl_los o using (snapshot_no)),
shipping as (select * from placed where snapshot_no is null or order_state = 'SHIPPING'),
parcels_then as (
    -- What is gone stays gone.
    select s.moment, p.shipment_id, bool_or(is_gone(p.status)) as gone, bool_or(p.status = 'CANCELED') and not bool_or(is_gone(p.status)) as canceled,
        arg_max(p.shipment_no, (p.told_at, p.content)) as shipment_no
    from shipping s join parcels p on p.lo_no = s.lo_no and p.effective_at <= s.effective_at group by all
),
cut_short as (select moment from parcels_then group by 1 having bool_or(canceled) and bool_or(not canceled and not gone)),
-- What a parcel holds that was canceled is wanted no more.
packed as (
    select t.moment, l.line_id, coalesce(sum(l.quantity) filter (where t.gone), 0) as gone,
        coalesce(sum(l.quantity) filter (where t.canceled), 0) as canceled
    from parcels_then t join mirakl_shipment_lines l using (shipment_no) where t.gone or t.canceled group by all
),
lines as (
    select s.moment, p.line_id, case when line_counts(p.state) then {mirakl/pieces} else 0 end as quantity,
        is_gone(p.state) or p.state not in ('SHIPPING', 'WAITING_ACCEPTANCE', 'WAITING_DEBIT', 'WAITING_DEBIT_PAYMENT')
            and p.moved_at is not null as is_gone
    from shipping s join mirakl_parts p using (snapshot_no) where p.kind = 'LINE'
    union all
    -- Without a word of Mirakl's on the order its lines are those that DJUST exports.
    select s.moment, l.line_id, case when line_counts(l.line_status) then coalesce(l.confirmed_quantity, l.quantity) else 0 end, false
    from shipping s join lo_snapshots o on o.lo_no = s.lo_no and o.newest = 1 join snapshot_lines l on l.snapshot_no = o.snapshot_no
    where s.snapshot_no is null
),
counted as (
    select moment, sum(went) as went, sum(greatest(quantity - went - canceled, 0)) as rest
    from (
        select l.moment, l.quantity, case when l.is_gone then l.quantity else least(coalesce(p.gone, 0), l.quantity) end as went,
            coalesce(p.canceled, 0) as canceled
        from lines l left join packed p on p.moment = l.moment and p.line_id = l.line_id
    ) group by 1
),
-- Pieces in parcels that name no line of the order.
loose as (
    select p.moment, sum(p.gone) as gone, sum(p.canceled) as canceled from packed p
    where not exists (select 1 from lines l where l.moment = p.moment and l.line_id = p.line_id) group by 1
),
summed as (
    select s.moment, coalesce(c.went, 0) + coalesce(l.gone, 0) as went, coalesce(c.rest, 0) - coalesce(l.gone, 0) - coalesce(l.canceled, 0) as rest
    from shipping s left join counted c using (moment) left join loose l using (moment)
)
select p.order_no, p.lo_no, p.source, p.effective_at, p.content, p.file_no, p.line_number, case
        when s.moment is null then mirakl_status(p.order_state)
        when p.moment in (from cut_short) then 'PARTIALLY_CANCELED'
        when s.went <= 0 then 'WAITING_SHIPMENT'
        when s.rest > 0 then 'PARTIALLY_SHIPPED' else 'SHIPPED' end as to_status
from placed p left join summed s using (moment)
