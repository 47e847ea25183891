-- One row per payout of a provider (domain.md §5, Payouts). In aggregated mode it is what the operations that carry its reference come to: captures
-- less refunds, chargebacks and fees, with what came back of them; where none carries it, what the provider says it paid out. In wallet mode every
-- operation that takes money out is one of its own. What failed or was called back pays out nothing.
with events as (
    -- The newest state of an operation may not say again in which payout it was.
    select e.payment_no, e.provider, e.psp_reference, e.event_id, e.state, e.amount, e.currency, e.occurred_at, e.fee_amount,
        coalesce(e.payout_reference, max_by(e.payout_reference, e.occurred_at) filter (where e.payout_reference is not null)
            over (partition by e.payment_no)) as payout_reference, coalesce(o.kind, e.kind) as kind
    from (select * replace ({payments/known_kind} as kind) from facts.psp_events where occurred_at <= as_of()
        and payment_no in (select payment_no from facts.psp_events where payout_reference is not null or kind = 'PAYOUT')) e
    left join (select payment_no, kind from operations where claims is not null) o using (payment_no)
    where not e.asserted
    qualify row_number() over (partition by e.payment_no
        order by e.occurred_at desc, list_position(['SUCCEEDED', 'FAILED', 'CANCELED', 'PENDING'], e.state), e.digest desc) = 1
),
named as (
    -- What takes money out of a wallet is called as the provider calls it, unless several operations are called so.
    select *, case when not wallet_mode(provider) then coalesce(payout_reference, psp_reference)
        when count(distinct payment_no) over (partition by provider, payout_reference, currency) = 1 then coalesce(payout_reference, event_id)
            else event_id end as name
    from events where kind = 'PAYOUT'
),
stated as (
    select provider, name as payout_reference, currency,
        (sum(amount) filter (where state = 'SUCCEEDED'))::decimal(18, 2) as stated,
        coalesce(sum(fee_amount) filter (where state = 'SUCCEEDED'), 0) as fees, max(occurred_at) as paid_at,
        bool_or(state = 'SUCCEEDED') as went_out, bool_or(state = 'PENDING') as is_pending,
        list_distinct(flatten(list([payout_reference, psp_reference, event_id]))) as called
    from named group by all
),
summed as (
    select provider, payout_reference, currency, count(*) as operations, max(occurred_at) as last_at,
        sum(case when kind in ('CAPTURE', 'REFUND_RETURN', 'CHARGEBACK_REVERSAL') then amount
            when kind in ('REFUND', 'CHARGEBACK', 'FEE') then -amount else 0 end
            - case when kind <> 'FEE' then coalesce(fee_amount, 0) else 0 end) as expected
    from events where kind <> 'PAYOUT' and state = 'SUCCEEDED' and payout_reference is not null and not wallet_mode(provider) group by all
)
select provider, payout_reference, currency, coalesce(s.operations, 0) as operations, t.stated, t.called, coalesce(t.paid_at, s.last_at) as paid_at,
    case when wallet_mode(provider) then 'wallet' else 'aggregated' end as mode, coalesce(t.is_pending, false) as is_pending,
    -- A payout that failed pays out nothing, whatever was in it.
    case when t.went_out is not distinct from false and not t.is_pending then 0
        else coalesce(s.expected - coalesce(t.fees, 0), t.stated, 0) end::decimal(18, 2) as expected_amount
from stated t full join summed s using (provider, payout_reference, currency)
