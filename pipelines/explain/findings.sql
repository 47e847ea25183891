-- The findings about an order and about its payments, open ones first.
select * from main.findings where order_reference = $name or payment_id in {explain/order_payments} order by state, severity, first_seen_at, code
