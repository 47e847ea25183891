-- The findings about an order, and about payments that may be its own, open ones first.
select * from main.findings where order_reference = $name or payment_id in (select payment_id from main.payment_matches where order_reference = $name)
order by state, severity, first_seen_at, code
