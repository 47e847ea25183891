-- One row per logistic order: where it stands for us, what the record says, and which of the two everything else follows
-- (domain.md §2, The export is the record).
with ends as (select * from fold where seq = n),
records as (
    select l.order_reference, l.logistic_reference, l.snapshot_no, l.order_status as recorded, h.shipped_at, h.external_source
    from lo_snapshots l join snapshots h using (snapshot_no) where l.newest = 1
),
shown as (
    -- Asked anew where it matters: a sighting that changed nothing when it came told no table of itself.
    select g.snapshot_no, max(f.seen_at) as seen_at from sightings g join read_files f using (file_no)
    where g.snapshot_no in (select r.snapshot_no from records r join ends e on e.logistic_reference = r.logistic_reference where r.recorded <> e.status)
    group by 1
),
compared as (
    select r.*, w.seen_at, e.status, e.inferred_from, e.status_since, e.shipped_since, e.before_completion, e.effective_at as last_event_at,
        coalesce(r.shipped_at, e.shipped_step) as shipped,
        not (t.same or r.recorded = coalesce(e.inferred_from, e.status) or lags(e.trail, r.recorded, w.seen_at)
            or coalesce(e.decided_at > w.seen_at, false)) as in_conflict
    from records r
    join ends e on e.logistic_reference = r.logistic_reference
    left join shown w on w.snapshot_no = r.snapshot_no
    join transitions t on t.from_status = e.status and t.to_status = r.recorded
)
select order_reference, logistic_reference, snapshot_no, coalesce(try_cast(regexp_extract(logistic_reference, '([0-9]+)$', 1) as bigint), 0) as lo_number,
    external_source is not distinct from 'MIRAKL' as mirakl, status as logistic_status, recorded as recorded_logistic_status, in_conflict,
    case when in_conflict then recorded else status end as followed_status, inferred_from, status_since, shipped_since, shipped as shipped_at,
    before_completion, seen_at, is_live(case when in_conflict then recorded else status end) as live,
    is_shipped(case when in_conflict then recorded else status end) as is_shipped
from compared
