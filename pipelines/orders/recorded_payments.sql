-- One row per logistic order: the payment status DJUST records. WAITING_REFUND keeps the one before it (domain.md §4). What a person says was set in
-- DJUST stands until a newer file shows the logistic order with a word for it; an empty one says nothing. `claimed_at` is since when the record has
-- said without a break that money came.
with told as (
    select lo_no, newest, updated_at, payment_status, claims_money(payment_status) as claims
    from lo_snapshots semi join (select lo_no from lo_snapshots where newest = 2) using (lo_no)
    where payment_status <> 'WAITING_REFUND'
),
breaks as (select lo_no, min(newest) as newest from told where not claims group by 1),
long_histories as (
    select t.lo_no, min_by(t.payment_status, t.newest) as recorded_payment_status,
        min(t.updated_at) filter (where t.claims and t.newest < coalesce(b.newest, 2147483647)) as claimed_at
    from told t left join breaks b using (lo_no) group by 1
),
exported as (
    select l.lo_no, coalesce(h.recorded_payment_status, nullif(l.payment_status, 'WAITING_REFUND')) as recorded_payment_status,
        coalesce(h.claimed_at, case when h.lo_no is null and claims_money(l.payment_status) then l.updated_at end) as claimed_at
    from lo_snapshots l left join long_histories h using (lo_no) where l.newest = 1
),
set_by_hand as (
    select l.lo_no, arg_max(d.value, (d.decided_at, d.decision_id)) as payment_status, max(d.decided_at) as decided_at
    from (select * from decisions_made where action = 'SET_PAYMENT_STATUS' and outcome = 'APPLIED') d
    join lo_snapshots l on l.order_no = d.order_no and l.newest = 1 group by 1
),
shown as (
    -- Asked anew: a sighting that changed nothing when it came told no table of itself.
    select l.lo_no, max(f.seen_at) as seen_at
    from (
        select lo_no, min_by(snapshot_no, newest) as snapshot_no from lo_snapshots semi join set_by_hand using (lo_no)
            where payment_status <> 'WAITING_REFUND' group by 1
    ) l join sightings g using (snapshot_no) join read_files f using (file_no) group by 1
)
select e.lo_no, coalesce(d.payment_status, e.recorded_payment_status) as recorded_payment_status,
    case when d.lo_no is null then e.claimed_at when claims_money(d.payment_status) then coalesce(e.claimed_at, d.decided_at) end as claimed_at
from exported e left join (
    select s.* from set_by_hand s left join shown w using (lo_no) where w.seen_at is null or w.seen_at <= s.decided_at
) d using (lo_no)
