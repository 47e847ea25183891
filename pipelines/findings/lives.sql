-- One row per finding that was opened and whose condition has not ended: open, or resolved by a decision that stands, with the amount and the words
-- it had then (domain.md §7).
select o.*, r.decision_id as resolved_by, r.amount as resolved_amount, r.message as resolved_message
from facts.finding_openings o
left join (
    select c.finding_id, max_by(c.decision_id, c.closed_at) as decision_id, max_by(c.amount, c.closed_at) as amount, max_by(c.message, c.closed_at) as message
    from facts.finding_closings c semi join (select * from decisions_made where action = 'RESOLVE_FINDING' and outcome = 'APPLIED') d using (decision_id) group by 1
) r using (finding_id)
where o.finding_id not in (select finding_id from facts.finding_closings where decision_id is null)
