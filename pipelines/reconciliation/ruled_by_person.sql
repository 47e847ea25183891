-- The payments of which a person has said what becomes of them, so that no rule is asked: assigned, ignored, or taken away from every order.
select distinct payment_no from decisions_made
where outcome = 'APPLIED' and (action in ('ASSIGN', 'IGNORE_PAYMENT') or action = 'UNASSIGN' and order_no is null)
