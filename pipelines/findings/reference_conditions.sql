-- One row per reference that nobody knows, three days after it was first seen (domain.md §1), as it was first written: status rows, incidents,
-- decisions, shipments, authorisations, voids and attempts that moved nothing; money that moved is an unmatched payment instead.
with said as (
    select reference, written, file_no, line_number from status_rows union all select reference, written, file_no, line_number from incident_rows
    union all select reference, written, file_no, line_number from decision_rows where reference is not null
    union all select reference, written, file_no, line_number from mirakl_shipments
    union all select reference, written, file_no, line_number from psp_events e where reference is not null and (kind in ('AUTHORIZATION', 'VOID') or state <> 'SUCCEEDED'
        and not exists (select 1 from psp_events s where s.payment_no = e.payment_no and s.state = 'SUCCEEDED'))
),
unknown as (
    select n.reference, min_by(coalesce(s.written, n.reference), (s.file_no, s.line_number)) as written, min(f.first_seen_at) as first_seen_at
    from namings n join said s using (reference) join read_files f using (file_no) where n.order_no is null group by 1
)
select reference, written, 'UNKNOWN_ORDER' as code, 'CHECK' as severity, first_seen_at as business_at,
    'no known order is called ' || written as message, 'correct the reference, or send the order' as suggested_action
from unknown where first_seen_at + unknown_order_days() <= as_of()
