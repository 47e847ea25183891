-- One row per snapshot of a logistic order that counts by now, numbered from the newest: by update date, then by the newest
-- file that showed it, then by content (domain.md §4). `seen_at` is the instant of that file, at which lag is judged (§2).
-- Most logistic orders have one snapshot; only keys that occur twice pay for a window.
with counted as (
    select snapshot_no, order_reference, logistic_reference, order_status, updated_at, payment_status, digest, file_no, line_number
    from snapshots where updated_at <= as_of()
),
shown as (
    select s.snapshot_no, max(f.seen_at) as seen_at, max(f.instant_in_name) as shown_at
    from sightings s join read_files f using (file_no) semi join counted using (snapshot_no) group by 1
),
several as (select order_reference, logistic_reference from counted group by all having count(*) > 1),
placed as (
    select c.*, row_number() over (partition by c.order_reference, c.logistic_reference
        order by c.updated_at desc, s.shown_at desc nulls last, c.digest desc, c.snapshot_no) as newest
    from counted c semi join several using (order_reference, logistic_reference) join shown s using (snapshot_no)
    union all
    select *, 1 from counted anti join several using (order_reference, logistic_reference)
)
select p.*, s.seen_at, s.shown_at from placed p join shown s using (snapshot_no)
