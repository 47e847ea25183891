-- Orders and logistic orders that stand more than once, or logistic orders without an order.
select order_reference as broken from main.orders group by 1 having count(*) > 1
union all
select logistic_reference from main.logistic_orders group by 1 having count(*) > 1
union all
select logistic_reference from main.logistic_orders anti join main.orders using (order_reference)
