-- One row per logistic order that was never met, and the order it belongs to from now on: the one that named it first.
with unmet as (
    select h.head_line, h.logistic_reference, l.order_commercial_reference as order_reference
    from heads h join landed l on l.line_number = h.head_line where h.lo_no is null
),
orders_of as (
    select u.order_reference, coalesce(n.order_no, (select coalesce(max(order_no), 0) from order_names) + row_number() over ())::integer as order_no,
        n.order_no is null as is_new
    from (select distinct order_reference from unmet) u left join order_names n using (order_reference)
)
select head_line, ((select coalesce(max(lo_no), 0) from lo_names) + row_number() over ())::integer as lo_no, o.order_no, logistic_reference,
    order_reference, o.is_new, coalesce(try_cast(regexp_extract(logistic_reference, '([0-9]+)$', 1) as bigint), 0) as lo_number
from unmet join orders_of o using (order_reference)
