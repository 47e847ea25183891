-- One row per reference that a status row, PSP event, incident, decision, shipment or opening balance uses: the order it names, if one does. What two
-- orders are called by names neither.
with mentioned as (
    select reference from status_rows union select reference from event_references where reference is not null
    union select reference from incident_rows union select reference from decision_rows where reference is not null
    union select reference from mirakl_shipments union select reference from balance_references
),
found as (
    select reference, order_no, lo_no, rank, min(rank) over (partition by reference) as best
    from known_references semi join mentioned using (reference)
),
chosen as (
    select reference, min(order_no) as order_no, min(lo_no) as lo_no, min(rank) as rank
    from found where rank = best group by 1
    having min(order_no) = max(order_no) and min(lo_no) is not distinct from max(lo_no) and count(lo_no) in (0, count(*))
)
select m.reference, c.order_no, c.lo_no, c.rank from mentioned m left join chosen c using (reference)
