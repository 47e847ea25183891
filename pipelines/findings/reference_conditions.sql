-- One row per reference that nobody knows, three days after it was first seen (domain.md §1), as it was first written: of status rows, incidents,
-- decisions, shipments, authorisations, voids and attempts that moved nothing, and of opening balances where they count; money that moved is an
-- unmatched payment instead. The newest state of an operation or incident says which order it is about.
with unknown as (select reference from namings where order_no is null),
events as (
    select reference, written, kind, state, payment_no from psp_events
    where payment_no in (select payment_no from psp_events semi join unknown using (reference)) and occurred_at <= as_of()
    qualify row_number() over {payments/newest_event} = 1
),
incidents as (
    select reference, incident_id from incident_rows where incident_id in (select incident_id from incident_rows semi join unknown using (reference))
        and updated_at <= as_of()
    qualify row_number() over (partition by incident_id order by updated_at desc, digest desc) = 1
),
said as (
    select reference, written, file_no, line_number from status_rows
    union all select reference, written, file_no, line_number from decision_rows where reference is not null
        and decision_id not in (select decision_id from decisions_made where outcome = 'UNDONE')
    union all select reference, written, file_no, line_number from mirakl_shipments
    union all select reference, b.written, b.file_no, b.line_number from balance_references b where opening_date() is not null
    union all select reference, i.written, i.file_no, i.line_number from incident_rows i semi join incidents using (reference, incident_id)
    union all select reference, e.written, e.file_no, e.line_number from psp_events e semi join (
        select * from events where kind in ('AUTHORIZATION', 'VOID') or state <> 'SUCCEEDED') using (reference, payment_no)
),
told as (
    select reference, min_by(coalesce(s.written, reference), (s.file_no, s.line_number)) as written, min(f.first_seen_at) as first_seen_at
    from unknown join said s using (reference) join read_files f using (file_no) group by 1
)
select reference, written, 'UNKNOWN_ORDER' as code, 'CHECK' as severity, first_seen_at as business_at,
    'no known order is called ' || written as message, 'correct the reference, or send the order' as suggested_action
from told where first_seen_at + unknown_order_days() <= as_of()
