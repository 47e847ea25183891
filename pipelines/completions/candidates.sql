-- The orders that could complete by themselves or have a decision to export, whatever the rest of their statuses turns out to be:
-- Mirakl's, if anybody ever said of them that they were shipped, and those that somebody decided about.
with spoken_of as (
    select n.order_no from namings n semi join (
        select reference from status_rows where to_status = 'SHIPPED' union all select reference from decision_rows where reference is not null
    ) using (reference)
)
select order_no as value from snapshots where external_source = 'MIRAKL'
    and (order_status in ('SHIPPED', 'SHIPPING', 'TO_COLLECT') or order_no in (select order_no from spoken_of))
union
-- Mirakl's feed knows it, whatever the export says of its source.
select order_no from snapshots where order_no in (select order_no from mirakl_orders)
    and (order_status in ('SHIPPED', 'SHIPPING', 'TO_COLLECT') or order_no in (select order_no from spoken_of))
union
select n.order_no from namings n semi join mirakl_shipments using (reference) where n.order_no is not null
union
select order_no from decisions_made where order_no is not null
