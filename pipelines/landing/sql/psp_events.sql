-- One row per state of an operation that is new; `payment_no` is the operation's (contract.md §4).
with numbered as (
    select *, payment_no(['psp', provider, psp_reference, event_id]) as payment_no,
        row_number() over (partition by provider, psp_reference, event_id, row_digest order by line_number) as nth
    from landed
),
-- Of the many that are stored only these can be the same.
known as (select payment_no, digest from psp_events semi join numbered using (payment_no))
select n.payment_no, (select file_no from this_file) as file_no, n.line_number, n.provider, n.psp_reference, n.event_id,
    n.event_type as kind, n.event_status as state, n.amount::decimal(18, 2) as amount, n.currency, upper(n.order_reference) as reference,
    n.occurred_at, n.fee_amount::decimal(18, 2) as fee_amount, n.payment_method, n.payout_reference, n.payer_name,
    upper(replace(n.payer_iban, ' ', '')) as payer_iban, n.message, n.row_digest as digest
from numbered n
where n.nth = 1 and not exists (select 1 from known e where e.payment_no = n.payment_no and e.digest = n.row_digest)
