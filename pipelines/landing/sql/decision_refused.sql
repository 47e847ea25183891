-- A decision id that is known, from an earlier row or an earlier file, with another content.
with told as (
    select decision_id, row_digest as digest, line_number, -1 as file_no from landed
    union all
    select decision_id, digest, line_number, -2 from decision_rows semi join landed using (decision_id)
),
firsts as (select decision_id, arg_min(digest, (file_no, line_number)) as digest from told group by 1)
select l.line_number, 'Decision Id' as column_name, 'CONFLICTING_DECISION' as code, l.decision_id as value
from landed l join firsts f using (decision_id)
where l.row_digest <> f.digest
