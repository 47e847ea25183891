-- One row per order line with the amount it counts for (contract.md §3.1, domain.md §4, Amounts of lines). A line that a newer snapshot of its
-- logistic order no longer has is REMOVED and counts nothing, like a canceled one; one that was refused there counts what it did.
with kept as (
    select s.* replace (k.snapshot_no as snapshot_no) from kept_lines k join snapshot_lines s using (line_no)
),
current as (
    select l.order_no, l.lo_no, false as removed, s.* from snapshot_lines s join lo_snapshots l on l.snapshot_no = s.snapshot_no and l.newest = 1
    union all by name
    select l.order_no, l.lo_no, false as removed, k.* from kept k join lo_snapshots l on l.snapshot_no = k.snapshot_no and l.newest = 1
),
here as (select lo_no, line_id from current where lo_no in (select lo_no from lo_snapshots where newest = 2)),
older as (
    select l.order_no, l.lo_no, true as removed, s.*
    from lo_snapshots l join snapshot_lines s using (snapshot_no)
    where l.newest > 1 and not exists (select 1 from here h where h.lo_no = l.lo_no and h.line_id = s.line_id)
    qualify row_number() over (partition by l.lo_no, s.line_id order by l.newest) = 1
),
lines as (select * from current union all select * from older)
select * exclude (snapshot_no) from {orders/priced_lines}
