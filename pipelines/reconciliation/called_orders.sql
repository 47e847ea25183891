-- The names of the orders that payments are read as.
select * from order_names where order_no in (select order_no from spots union all select order_no from structured union all select order_no from misreadings)
