-- One row per PSP operation that names a known order: its newest state (domain.md §4, contract.md §3.3), which may name another order than the one
-- before, when it came to be in that state (`occurred_at`: to tell it again makes it no newer), and when it was told of first (`first_at`). An event
-- without an order is about that of the other rows of its payment. What somebody asserts gives way to what is told of the same operation itself.
-- It `says_nothing` beside its order field where it has no message. What an operation claims to be it is if its party paid the order, or if it names
-- the payment that it gives back (formats.md §3 and §4); a dispute that was won, as far as there was one.
with concerned as (
    select distinct provider, psp_reference from psp_events semi join namings using (reference)
),
told as (select * from psp_events semi join concerned using (provider, psp_reference) where occurred_at <= as_of()),
-- Several names may be of one order, and what an older state of an operation named does not count.
siblings as (
    select provider, psp_reference, min(order_no) as order_no, case when count(distinct coalesce(lo_no, -1)) = 1 then min(lo_no) end as lo_no
    from (
        select provider, psp_reference, reference from told
        where reference is not null and (provider, psp_reference) in (select (provider, psp_reference) from told where reference is null)
        qualify row_number() over {payments/newest_event} = 1
    ) left join namings using (reference) group by 1, 2 having min(order_no) = max(order_no) and count(order_no) = count(*)
),
retold as (
    select payment_no, state, occurred_at, row_number() over {payments/newest_event} as nth
    from told where payment_no in (select payment_no from told group by 1 having min(occurred_at) < max(occurred_at))
),
lasting as (
    select r.payment_no, min(r.occurred_at) as since
    from retold r join (
        select payment_no, min(nth) filter (where state <> newest) as changed_at
        from (select *, first_value(state) over (partition by payment_no order by nth) as newest from retold) group by 1
    ) c using (payment_no)
    where r.nth < c.changed_at or c.changed_at is null group by 1
),
newest as (
    select * replace ({payments/known_kind} as kind, {payments/claims} as claims, max(party) over (partition by payment_no) as party),
        min(occurred_at) over (partition by payment_no) as first_at
    from told qualify row_number() over {payments/newest_event} = 1
),
placed as (
    select e.payment_no, coalesce(n.order_no, s.order_no) as order_no, coalesce(n.lo_no, s.lo_no) as lo_no, e.provider, e.psp_reference, e.kind,
        e.claims, e.party, e.state, e.amount, e.currency, coalesce(l.since, e.occurred_at) as occurred_at, e.first_at, e.file_no, e.line_number,
        e.message is null as says_nothing
    from newest e left join namings n on n.reference = e.reference left join lasting l using (payment_no)
        left join siblings s on e.reference is null and s.provider = e.provider and s.psp_reference = e.psp_reference
    where coalesce(n.order_no, s.order_no) is not null
),
proven as (
    select c.payment_no, case when c.claims <> 'REFUND_OR_ITS_RETURN' then c.claims
        -- A payout to the same user of the same amount came back, else it is a refund itself.
        when bool_or(p.claims = 'REFUND' and p.amount = c.amount and p.occurred_at <= c.occurred_at) then 'REFUND_RETURN' else 'REFUND' end as kind
    from placed c join placed p on p.order_no = c.order_no and p.provider = c.provider and p.state = 'SUCCEEDED' and p.payment_no <> c.payment_no
    where c.claims is not null and c.claims <> 'CHARGEBACK_REVERSAL' group by c.payment_no, c.claims
    having bool_or(p.kind = 'CAPTURE' and (p.party = c.party or p.psp_reference = c.psp_reference))
),
-- A dispute gives back what it took, the first that is won first.
disputed as (
    select payment_no, claims, sum(case when kind = 'CHARGEBACK' then amount when claims = 'CHARGEBACK_REVERSAL' then -amount end) over (
        partition by order_no, provider, currency order by occurred_at, claims nulls first, payment_no) as taken
    from placed where state = 'SUCCEEDED' and (kind = 'CHARGEBACK' or claims = 'CHARGEBACK_REVERSAL')
)
select q.payment_no, q.order_no, q.lo_no, q.provider, q.psp_reference,
    case when q.payment_no in (select payment_no from disputed where claims = 'CHARGEBACK_REVERSAL' and taken >= 0) then 'CHARGEBACK_REVERSAL'
        else coalesce(r.kind, q.kind) end as kind,
    q.state, q.amount, q.currency, q.occurred_at, q.first_at, q.file_no, q.line_number, q.claims, q.says_nothing
from placed q left join proven r using (payment_no)
