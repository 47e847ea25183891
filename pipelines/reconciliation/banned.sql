-- The orders that a person took a payment away from: no rule takes it there again (contract.md §3.5).
select distinct payment_no, order_no from decisions_made where outcome = 'APPLIED' and action = 'UNASSIGN' and order_no is not null
