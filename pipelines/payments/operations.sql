-- One row per PSP operation that names a known order: its newest state (domain.md §4, contract.md §3.3), which may name another order than the one
-- before, and when it was told of first (`first_at`). An event without an order takes the reference of the other rows of its payment. What somebody
-- asserts gives way to what is told of the same operation itself. What an operation claims to be it is if its party paid the order, or if it names
-- the payment that it gives back (formats.md §3 and §4); a dispute that was won, if there was one.
with concerned as (
    select distinct provider, psp_reference from psp_events semi join namings using (reference)
),
siblings as (
    select provider, psp_reference, min(reference) as reference from psp_events
    semi join (select provider, psp_reference from psp_events where reference is null) using (provider, psp_reference)
    where reference is not null and occurred_at <= as_of() group by 1, 2 having min(reference) = max(reference)
),
newest as (
    select e.* replace (coalesce(e.reference, s.reference) as reference), min(e.occurred_at) over (partition by payment_no) as first_at
    from (select * from psp_events semi join concerned using (provider, psp_reference)) e
    left join siblings s on e.reference is null and s.provider = e.provider and s.psp_reference = e.psp_reference
    where e.occurred_at <= as_of()
    qualify row_number() over {payments/newest_event} = 1
),
placed as (
    select e.payment_no, n.order_no, n.lo_no, e.provider, e.psp_reference, e.kind, e.claims, e.party, e.state, e.amount, e.currency, e.occurred_at,
        e.first_at, e.file_no, e.line_number
    from newest e join namings n on n.reference = e.reference and n.order_no is not null
),
proven as (
    select c.payment_no, case when c.claims <> 'REFUND_OR_ITS_RETURN' then c.claims
        -- A payout to the same user of the same amount came back, else it is a refund itself.
        when bool_or(p.claims = 'REFUND' and p.amount = c.amount and p.occurred_at <= c.occurred_at) then 'REFUND_RETURN' else 'REFUND' end as kind
    from placed c join placed p on p.order_no = c.order_no and p.provider = c.provider and p.state = 'SUCCEEDED' and p.payment_no <> c.payment_no
    where c.claims is not null group by c.payment_no, c.claims
    having bool_or(case when c.claims = 'CHARGEBACK_REVERSAL' then p.kind = 'CHARGEBACK' and p.occurred_at <= c.occurred_at
        else p.kind = 'CAPTURE' and (p.party = c.party or p.psp_reference = c.psp_reference) end)
)
select q.payment_no, q.order_no, q.lo_no, q.provider, q.psp_reference, coalesce(r.kind, q.kind) as kind, q.state, q.amount, q.currency, q.occurred_at,
    q.first_at, q.file_no,
    q.line_number, q.claims
from placed q left join proven r using (payment_no)
