-- The findings about one payment, open ones first.
select * from main.findings where payment_id = lower($name) order by state, severity, first_seen_at, code
