-- One row per decision, and what became of it (contract.md §3.5).
select said.decision_id, said.action, said.payment_id, {orders/spelled} as order_reference, said.amount, said.value,
    said.decision_reason as reason, said.decided_by, said.decided_at, said.outcome, said.outcome_reason, f.file_id, said.line_number
from steps.decisions_made said join meta.read_files f using (file_no)
left join facts.order_names o on o.order_no = said.order_no left join facts.lo_names l on l.lo_no = said.lo_no
