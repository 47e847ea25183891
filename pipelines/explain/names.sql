-- Every name of an order and of its logistic orders, in capitals.
select upper(unnest([order_reference, djust_id, external_id])) as name from main.orders where order_reference = $name
union
select upper(unnest([logistic_reference, djust_id, external_id])) from main.logistic_orders where order_reference = $name
