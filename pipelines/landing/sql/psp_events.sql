-- One row per state of an operation that is new; `payment_no` is the operation's (contract.md §4), that of the folder which told it first.
with known as (select own_no, payment_no, provider, psp_reference, event_id, digest from psp_events where own_no in (select own_no from events)),
numbered as (
    select *, row_number() over (partition by own_no, row_digest order by line_number) as nth from events
),
named as (select own_no, any_value(payment_no) as payment_no, any_value(provider) as provider, any_value(psp_reference) as psp_reference,
    any_value(event_id) as event_id from known group by 1)
select coalesce(k.payment_no, t.payment_no, n.own_no) as payment_no, (select file_no from this_file) as file_no, n.line_number,
    coalesce(k.provider, t.provider, n.provider) as provider,
    coalesce(k.psp_reference, t.psp_reference, n.psp_reference) as psp_reference, coalesce(k.event_id, t.event_id, n.event_id) as event_id,
    n.kind, n.state, n.amount, n.currency, n.reference, n.occurred_at, n.fee_amount, n.payment_method, n.payout_reference, n.payer_name, n.payer_iban,
    n.message, n.row_digest as digest, n.claims, n.party, n.asserted, n.own_no, n.written
from numbered n left join named k using (own_no) left join twins t using (own_no)
where n.nth = 1 and not exists (select 1 from known e where e.own_no = n.own_no and e.digest = n.row_digest)
