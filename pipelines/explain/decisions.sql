-- What people decided about an order, its logistic orders, its payments and its findings.
select d.* from main.decisions d
where d.order_reference = $name or d.order_reference in (select upper(logistic_reference) from main.logistic_orders where order_reference = $name)
    or d.payment_id in (select payment_id from main.payment_matches where order_reference = $name)
    or split_part(d.value, '@', 1) in (select finding_id from main.findings where order_reference = $name)
    or d.action = 'UNDO' and d.value in (select decision_id from main.decisions where order_reference = $name)
order by d.decided_at, d.decision_id
