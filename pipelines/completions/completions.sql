-- One row per Mirakl logistic order that is shipped, or that Closeout completed.
select n.logistic_reference, c.shipped_at, c.due_at, c.outcome, c.reason, c.effective_at, c.applied_at, o.order_reference
from (
    select lo_no, shipped_at, due_at, outcome, reason, null::timestamptz as effective_at, null::timestamptz as applied_at
    from steps.completion_clock where outcome <> 'DUE' and lo_no not in (select lo_no from steps.completed)
    union all
    select lo_no, shipped_at, due_at, 'COMPLETED', null, due_at, applied_at from steps.completed
) c join facts.lo_names n using (lo_no) join facts.order_names o using (order_no)
