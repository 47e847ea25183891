-- The logistic orders of an order, by number.
select * from main.logistic_orders where order_reference = $name order by length(logistic_reference), logistic_reference
