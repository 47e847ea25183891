-- The complaints about an order or a part of it.
select * from main.incidents where order_reference = upper($name) or order_reference in (select upper(logistic_reference) from main.logistic_orders where order_reference = $name)
order by opened_at, incident_id
