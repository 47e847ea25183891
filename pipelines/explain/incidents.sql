-- The complaints about an order or a part of it, by any of their names.
select * from main.incidents where upper(order_reference) in (select name from {explain/names}) order by opened_at, incident_id
