-- One row per logistic order: the payment status DJUST records. WAITING_REFUND keeps the one before it (domain.md §4). `claimed_at` is
-- since when the record has said without a break that money came.
with told as (
    select lo_no, newest, updated_at, payment_status, claims_money(payment_status) as claims
    from lo_snapshots semi join (select lo_no from lo_snapshots where newest = 2) using (lo_no)
    where payment_status is distinct from 'WAITING_REFUND'
),
breaks as (select lo_no, min(newest) as newest from told where not claims group by 1),
long_histories as (
    select t.lo_no, min_by(t.payment_status, t.newest) as recorded_payment_status,
        min(t.updated_at) filter (where t.claims and t.newest < coalesce(b.newest, 2147483647)) as claimed_at
    from told t left join breaks b using (lo_no) group by 1
)
select l.lo_no, coalesce(h.recorded_payment_status, nullif(l.payment_status, 'WAITING_REFUND')) as recorded_payment_status,
    coalesce(h.claimed_at, case when h.lo_no is null and claims_money(l.payment_status) then l.updated_at end) as claimed_at
from lo_snapshots l left join long_histories h using (lo_no) where l.newest = 1
