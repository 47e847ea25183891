-- The findings that a person has resolved, as they had last been told when that was decided: what came since is something else.
with words as (
    select w.finding_id, b.as_of, w.amount, w.message from finding_words w join meta.batches b using (batch)
    union all
    select finding_id, first_seen_at, amount, message from finding_openings
)
select g.finding_id, as_of() as closed_at, (select max(batch) from meta.batches) as batch, d.decision_id, w.amount, w.message
from living_findings g join decisions_made d on d.finding_id = g.finding_id and d.action = 'RESOLVE_FINDING' and d.outcome = 'APPLIED'
join words w on w.finding_id = g.finding_id
where g.holds and g.resolved_by is null
-- The first decision counts, and of the words the last of before it, or the first ones.
qualify row_number() over (partition by g.finding_id order by d.decided_at, d.decision_id, w.as_of <= d.decided_at desc,
    abs(epoch_us(d.decided_at) - epoch_us(w.as_of))) = 1
