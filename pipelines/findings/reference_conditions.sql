-- One row per reference that nobody knows, three days after it was first seen (domain.md §1): status rows, incidents, decisions, shipments,
-- authorisations, voids and attempts that moved nothing; money that moved is an unmatched payment instead.
with said as (
    select reference, file_no from status_rows union all select reference, file_no from incident_rows
    union all select reference, file_no from decision_rows where reference is not null
    union all select reference, file_no from mirakl_shipments
    union all select reference, file_no from psp_events e where reference is not null and (kind in ('AUTHORIZATION', 'VOID') or state <> 'SUCCEEDED'
        and not exists (select 1 from psp_events s where s.payment_no = e.payment_no and s.state = 'SUCCEEDED'))
)
select n.reference, 'UNKNOWN_ORDER' as code, 'CHECK' as severity, min(f.first_seen_at) as business_at,
    'no known order is called ' || n.reference as message, 'correct the reference, or send the order' as suggested_action
from namings n join said s using (reference) join read_files f using (file_no)
where n.order_no is null group by n.reference having min(f.first_seen_at) + unknown_order_days() <= as_of()
