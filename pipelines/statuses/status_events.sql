-- One row per status event and what became of it; an event about an order nobody knows yet waits under the reference as written.
select coalesce(l.logistic_reference, f.written) as logistic_reference, f.from_status, f.to_status, f.effective_at, f.source, f.verdict,
    f.warning, f.reason,
    f.status_reason, r.file_id, f.line_number, o.order_reference
from steps.fold f left join meta.read_files r using (file_no) join facts.order_names o using (order_no)
left join facts.lo_names l on l.lo_no = f.lo_no
union all
select l.logistic_reference, null, s.order_status, s.updated_at, 'ORDER_EXPORT', 'APPLIED', null, null, h.status_reason, r.file_id, h.line_number,
    o.order_reference
from steps.lo_snapshots s join facts.snapshots h using (snapshot_no) join meta.read_files r on r.file_no = h.file_no
join facts.lo_names l on l.lo_no = s.lo_no join facts.order_names o on o.order_no = s.order_no
where s.lo_no not in (select lo_no from steps.fold where seq is not null)
union all
select s.written, null, s.to_status, s.effective_at, 'STATUS_IMPORT', 'WAITING', null, 'UNKNOWN_ORDER: no known order is called so', s.status_reason,
    r.file_id, s.line_number, null
from steps.namings n join facts.status_rows s using (reference) join meta.read_files r on r.file_no = s.file_no
where n.order_no is null
union all
select s.reference, null, case when s.status in ('SHIPPED', 'TO_COLLECT', 'RECEIVED', 'CLOSED') then 'SHIPPED'
    when s.status = 'CANCELED' then 'PARTIALLY_CANCELED' else 'WAITING_SHIPMENT' end, s.effective_at, 'MIRAKL_SHIPMENT',
    'WAITING', null, 'UNKNOWN_ORDER: no known order is called so', null, r.file_id, s.line_number, null
from steps.namings n join facts.mirakl_shipments s using (reference) join meta.read_files r on r.file_no = s.file_no
where n.order_no is null
union all
select d.reference, null, d.value, d.decided_at, 'DECISION', 'WAITING', null, 'UNKNOWN_ORDER: no known order is called so', d.decision_reason,
    r.file_id, d.line_number, null
from steps.namings n join facts.decision_rows d using (reference) join meta.read_files r on r.file_no = d.file_no
where n.order_no is null and d.action = 'SET_LOGISTIC_STATUS'
    and d.decision_id not in (select decision_id from steps.decisions_made where outcome = 'UNDONE')
