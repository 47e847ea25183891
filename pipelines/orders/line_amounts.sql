-- One row per order line with the amount it counts for (contract.md §3.1, domain.md §4, Amounts of lines). A line that a newer snapshot of its
-- logistic order no longer has is REMOVED and counts nothing, like a canceled one.
with current as (
    select l.order_no, l.lo_no, false as removed, s.*
    from snapshot_lines s join lo_snapshots l on l.snapshot_no = s.snapshot_no and l.newest = 1
),
kept as (
    select l.lo_no, s.line_id from lo_snapshots l join snapshot_lines s using (snapshot_no)
    where l.newest = 1 and l.lo_no in (select lo_no from lo_snapshots where newest = 2)
),
older as (
    select l.order_no, l.lo_no, true as removed, s.*
    from lo_snapshots l join snapshot_lines s using (snapshot_no)
    where l.newest > 1 and not exists (select 1 from kept k where k.lo_no = l.lo_no and k.line_id = s.line_id)
    qualify row_number() over (partition by l.lo_no, s.line_id order by l.newest) = 1
),
lines as (select * from current union all select * from older)
select * exclude (snapshot_no) from {orders/priced_lines}
