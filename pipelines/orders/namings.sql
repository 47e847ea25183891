-- One row per reference that a status row, PSP event, incident or decision uses: the order it names, if one does. What two
-- orders are called by names neither.
with mentioned as (
    select reference from status_rows union select reference from psp_events where reference is not null
    union select reference from incident_rows union select reference from decision_rows where reference is not null
),
found as (
    select reference, order_reference, logistic_reference, rank, min(rank) over (partition by reference) as best
    from known_references semi join mentioned using (reference)
),
chosen as (
    select reference, any_value(order_reference) as order_reference, any_value(logistic_reference) as logistic_reference,
        any_value(rank) as rank
    from found where rank = best group by 1 having count(distinct (order_reference, logistic_reference)) = 1
)
select m.reference, c.order_reference, c.logistic_reference, c.rank from mentioned m left join chosen c using (reference)
