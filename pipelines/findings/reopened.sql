-- The findings that a person had resolved and that an UNDO of this batch opened again.
select distinct c.finding_id
from facts.finding_closings c join decisions_made d on d.decision_id = c.decision_id and d.outcome <> 'APPLIED'
join decisions_made u on u.undoes = d.decision_id and u.outcome = 'APPLIED' join read_files f on f.file_no = u.file_no
where f.batch = (from this_batch) and c.batch < f.batch
    and c.finding_id not in (select finding_id from facts.finding_closings where decision_id is null and batch < f.batch)
