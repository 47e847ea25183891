-- One row per order whose payment status a person should edit in DJUST (contract.md §5): settled money says otherwise than the record.
select (select max(batch) from meta.batches) as batch, o.order_no, h.commercial_external_id as external_id, o.recorded_payment_status,
    o.payment_status,
    o.amount_due, o.amount_received, o.amount_refunded,
    'of ' || o.amount_due || ' ' || o.currency || ' due ' || o.amount_received || ' came' ||
        case when o.amount_refunded > 0 then ' and ' || o.amount_refunded || ' went back' else '' end ||
        case when o.amount_written_off > 0 then ', ' || o.amount_written_off || ' was written off' else '' end as reason
from order_states o join snapshots h using (snapshot_no) where starts_with(o.payment_action, 'SET_')
    -- What a batch said once it never says otherwise.
    and (select arg_max(coalesce(status, ''), batch) from meta.batches) <> 'PUBLISHED'
