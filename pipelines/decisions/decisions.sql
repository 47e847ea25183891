-- One row per decision, and what became of it (contract.md §3.5).
select d.decision_id, d.action, d.payment_id, d.reference as order_reference, d.amount, d.value, d.decision_reason as reason,
    d.decided_by, d.decided_at,
    d.outcome, d.outcome_reason, f.file_id, d.line_number
from steps.decisions_made d join meta.read_files f using (file_no)
