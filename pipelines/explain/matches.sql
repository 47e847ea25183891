-- Which part of which payment is put against which logistic order of an order, or might be, and why.
select * from main.payment_matches where order_reference = $name order by status, payment_id, rank, logistic_reference nulls last
