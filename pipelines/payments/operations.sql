-- One row per PSP operation that names a known order: its newest state (domain.md §4, contract.md §3.3). An event without an
-- order takes the reference of the other rows of its payment.
with siblings as (
    select provider, psp_reference, min(reference) as reference from psp_events
    semi join (select provider, psp_reference from psp_events where reference is null) using (provider, psp_reference)
    where reference is not null group by 1, 2 having min(reference) = max(reference)
),
told as (
    select e.* replace (coalesce(e.reference, s.reference) as reference)
    from psp_events e left join siblings s on e.reference is null and s.provider = e.provider and s.psp_reference = e.psp_reference
    where e.occurred_at <= as_of()
),
named as (
    select t.*, n.order_reference, n.logistic_reference
    from told t join namings n on n.reference = t.reference and n.order_reference is not null
)
select payment_id, order_reference, logistic_reference, provider, psp_reference, event_id, kind, state, amount, currency, occurred_at,
    file_no, line_number
from named
qualify row_number() over (partition by payment_id
    order by occurred_at desc, list_position(['SUCCEEDED', 'FAILED', 'CANCELED', 'PENDING'], state), digest desc) = 1
