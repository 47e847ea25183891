-- One row per Mirakl logistic order that is shipped, or that Closeout completed.
select logistic_reference, shipped_at, due_at, outcome, reason, null::timestamptz as effective_at, null::timestamptz as applied_at, order_reference
from completion_clock where outcome <> 'DUE'
    and logistic_reference not in (select logistic_reference from completions_applied)
union all
select logistic_reference, shipped_at, due_at, 'COMPLETED', null, due_at, applied_at, order_reference from completions_applied
