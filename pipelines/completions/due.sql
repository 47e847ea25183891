-- The completions that fall due in this run, as facts (domain.md §3).
select order_no, lo_no, shipped_at, due_at, as_of() as applied_at, (select batch from this_batch) as batch,
    'closeout' as actor, 'domain.md §3, 1' as rule
from completion_clock where outcome = 'DUE'
    and lo_no not in (select lo_no from {completions/applied})
