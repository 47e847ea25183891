-- What one payment is put against, or might be, and why.
select * from main.payment_matches where payment_id = lower($name) order by status, rank, order_reference, logistic_reference nulls last
