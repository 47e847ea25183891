-- One row per logistic order that was never met, and the order it belongs to from now on: the one that named it first. Mirakl counts the parts of
-- an order by letters; they come after those that DJUST numbers, which speak for the order.
with unmet as (
    select order_id as logistic_reference, arg_min(commercial_id, line_number) as order_reference from heads where lo_no is null group by 1
),
orders_of as (
    select u.order_reference, coalesce(n.order_no, (select coalesce(max(order_no), 0) from order_names) + row_number() over ())::integer as order_no,
        n.order_no is null as is_new
    from (select distinct order_reference from unmet) u left join order_names n using (order_reference)
)
select ((select coalesce(max(lo_no), 0) from lo_names) + row_number() over ())::integer as lo_no, o.order_no, logistic_reference,
    order_reference, o.is_new,
    1000000 + coalesce(try_cast(regexp_extract(logistic_reference, '([0-9]+)$', 1) as integer),
        ascii(upper(right(logistic_reference, 1)))) as lo_number
from unmet join orders_of o using (order_reference)
