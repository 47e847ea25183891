-- The findings that a person has resolved, as they were told when that was decided: what came tonight is something else.
select g.finding_id, as_of() as closed_at, (select max(batch) from meta.batches) as batch, d.decision_id, g.told_amount as amount, g.told_message as message
from living_findings g join decisions_made d on d.finding_id = g.finding_id and d.action = 'RESOLVE_FINDING' and d.outcome = 'APPLIED'
where g.holds and g.resolved_by is null
