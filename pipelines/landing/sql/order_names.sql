-- One row per order that was never met.
select order_no, any_value(order_reference) as order_reference from newcomers where is_new group by 1
