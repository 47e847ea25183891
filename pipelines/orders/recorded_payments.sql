-- One row per logistic order: the payment status DJUST records. WAITING_REFUND keeps the one before it (domain.md §4). `claimed_at` is
-- since when the record has said without a break that money came.
with told as (
    select order_reference, logistic_reference, newest, updated_at, payment_status, claims_money(payment_status) as claims
    from lo_snapshots where payment_status is distinct from 'WAITING_REFUND'
),
several as (select order_reference, logistic_reference from lo_snapshots where newest = 2),
breaks as (
    select order_reference, logistic_reference, min(newest) as newest from told semi join several using (order_reference, logistic_reference)
    where not claims group by 1, 2
),
long_histories as (
    select t.order_reference, t.logistic_reference, min_by(t.payment_status, t.newest) as recorded_payment_status,
        min(t.updated_at) filter (where t.claims and t.newest < coalesce(b.newest, 9223372036854775807)) as claimed_at
    from told t semi join several using (order_reference, logistic_reference)
    left join breaks b on b.order_reference = t.order_reference and b.logistic_reference = t.logistic_reference
    group by 1, 2
)
select l.order_reference, l.logistic_reference, l.updated_at,
    coalesce(h.recorded_payment_status, nullif(l.payment_status, 'WAITING_REFUND')) as recorded_payment_status,
    coalesce(h.claimed_at, case when h.order_reference is null and claims_money(l.payment_status) then l.updated_at end) as claimed_at
from lo_snapshots l left join long_histories h on h.order_reference = l.order_reference and h.logistic_reference = l.logistic_reference
where l.newest = 1
