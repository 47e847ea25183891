-- What people decided about one payment and its findings, and what they decided about that.
with recursive about as (
    select decision_id from main.decisions
    where payment_id = lower($name) or split_part(value, '@', 1) in (select finding_id from main.findings where payment_id = lower($name))
    union
    select d.decision_id from main.decisions d join about a on d.action = 'UNDO' and d.value = a.decision_id
)
select d.* from main.decisions d semi join about using (decision_id) order by d.decided_at, d.decision_id
