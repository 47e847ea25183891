-- One row per status row that says something new; a row with a date of its own that is known already is the same event.
with known as (select reference, digest, effective_at from status_rows semi join heads using (digest))
select (select file_no from this_file) as file_no, h.line_number, h.reference, h.written, h.to_status, h.effective_at, h.dated,
    h.status_reason, h.tracking_url, h.digest
from (
    select *, row_number() over (partition by reference, digest, effective_at order by line_number) as nth from heads
) h
where h.nth = 1 and not exists (
    select 1 from known s where s.reference = h.reference and s.digest = h.digest and s.effective_at = h.effective_at
)
