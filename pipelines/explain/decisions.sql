-- What people decided about an order, its logistic orders, its payments and its findings, by any of their names, and what they decided about that.
with recursive names as {explain/names},
about as (
    select decision_id from main.decisions d
    where upper(d.order_reference) in (select name from names) or d.payment_id in {explain/order_payments}
        or split_part(d.value, '@', 1) in (select finding_id from main.findings where order_reference = $name)
    union
    select d.decision_id from main.decisions d join about a on d.action = 'UNDO' and d.value = a.decision_id
)
select d.* from main.decisions d semi join about using (decision_id) order by d.decided_at, d.decision_id
