-- One row per logistic order: the payment status DJUST records. WAITING_REFUND keeps the one before it (domain.md §4). `claimed_at` is
-- since when the record has said that money came.
with told as (
    select l.order_reference, l.logistic_reference, l.newest, l.updated_at, l.payment_status
    from lo_snapshots l where l.payment_status is distinct from 'WAITING_REFUND'
),
words as (
    select order_reference, logistic_reference, min_by(payment_status, newest) as recorded_payment_status, min(newest) as newest,
        max(updated_at) filter (where not claims_money(payment_status)) as last_without
    from told group by 1, 2
)
select l.order_reference, l.logistic_reference, w.recorded_payment_status, l.updated_at,
    (select min(t.updated_at) from told t where t.logistic_reference = l.logistic_reference and t.order_reference = l.order_reference
        and claims_money(t.payment_status) and (w.last_without is null or t.updated_at > w.last_without)) as claimed_at
from lo_snapshots l left join words w using (order_reference, logistic_reference)
where l.newest = 1
