-- One row per state of an incident that is new.
select (select file_no from this_file) as file_no, l.line_number, l.incident_id, upper(l.order_reference) as reference,
    unless_in_capitals(l.order_reference) as written, l.linked_type,
    l.status, l.opened_at, l.order_line_external_id, l.reason as incident_reason, l.quantity,
    coalesce(l.updated_at, l.opened_at) as updated_at, l.message, l.row_digest as digest
from (select *, row_number() over (partition by incident_id, row_digest order by line_number) as nth from landed) l
where l.nth = 1 and not exists (select 1 from incident_rows i where i.incident_id = l.incident_id and i.digest = l.row_digest)
