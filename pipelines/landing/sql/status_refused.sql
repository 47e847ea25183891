-- Rows that give one id different statuses at one instant: nothing orders them, so none of them counts.
select h.line_number, 'Order Status' as column_name, 'CONFLICTING_ROWS' as code, h.to_status as value
from heads h semi join (
    select written, effective_at from heads group by all having count(distinct to_status) > 1
) c on c.written = h.written and c.effective_at = h.effective_at
