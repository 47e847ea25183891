-- The order of the states of an operation, the newest first: what is told of it before what is asserted (domain.md §4).
partition by payment_no order by asserted, occurred_at desc, list_position(['SUCCEEDED', 'FAILED', 'CANCELED', 'PENDING'], state), digest desc
