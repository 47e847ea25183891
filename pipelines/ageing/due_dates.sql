-- One row per logistic order that is paid by transfer on its due date and has one (domain.md §4, Due dates): the day it left and the supplier's
-- delay, then to the month's end where the supplier says so; else the day that a person set. What left in parts has none yet. Where nobody says when
-- it left, it left at the latest when it was first known as shipped.
with owing as (select order_no, lo_no, snapshot_no from lo_dues where payment_class = 'TRANSFER_ON_DUE_DATE'),
shipped as (
    select o.order_no, o.lo_no, h.supplier_id, (coalesce(l.shipped_at, l.shipped_since) at time zone time_zone())::date as shipped_on
    from owing o join lo_states l using (lo_no) join snapshot_heads h on h.snapshot_no = o.snapshot_no
    where l.followed_status in ('SHIPPED', 'COMPLETED') and coalesce(l.shipped_at, l.shipped_since) is not null
),
reckoned as (
    select s.order_no, s.lo_no, s.shipped_on + coalesce(n.due_days, whole_days(default_due_days())) as day, n.due_mode
    from shipped s left join supplier_now n using (supplier_id)
),
decided as (
    select o.order_no, o.lo_no, arg_max(d.value::date, (d.decided_at, d.decision_id)) as day
    from owing o join (select * from decisions_made where action = 'SET_DUE_DATE' and outcome = 'APPLIED') d
        on d.order_no = o.order_no and (d.lo_no is null or d.lo_no = o.lo_no)
    group by all
)
select order_no, lo_no, coalesce(d.day, case when r.due_mode = 'END_OF_MONTH' then last_day(r.day) else r.day end) as due_on
from reckoned r full join decided d using (order_no, lo_no)
