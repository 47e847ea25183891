-- One row per batch that was published.
select b.run_id, b.as_of, b.started_at, b.finished_at, b.status, b.files_loaded, b.files_rejected, b.rows_loaded, b.rows_quarantined,
    b.orders_changed,
    b.completions_applied, b.findings_opened, b.findings_resolved, coalesce(b.lines_rounded, 0) as lines_rounded
from meta.batches b where b.status is not null
