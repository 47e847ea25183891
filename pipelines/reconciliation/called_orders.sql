-- The names of the orders that payments are read as, or that what they may undo pays.
select * from order_names where order_no in (select order_no from spots union all select order_no from structured union all select order_no
    from misreadings
    union all select order_no from assumed where payment_no in (select original_id from undecided))
