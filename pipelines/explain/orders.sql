-- The order a name means: a reference, DJUST id or external id of it or of one of its logistic orders, in any case; of several the one called so
-- itself, else all of them.
select * from main.search_orders(order_id := $name) qualify upper(order_reference) = upper($name)
    or not bool_or(upper(order_reference) = upper($name)) over () order by order_reference
