-- The order a name means: a reference, DJUST id or external id of it or of one of its logistic orders, in any case; of several the one called so
-- itself.
select * from main.search_orders(order_id := $name) order by upper(order_reference) = upper($name) desc, order_reference limit 1
