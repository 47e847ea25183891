-- One row per logistic order: where it stands for us, what the record says, and which of the two everything else follows
-- (domain.md §2, The export is the record). Without a history it stands as its only snapshot says. A file of an instant after `agrees_until` that
-- shows the record unchanged contradicts.
with ends as (select * from fold where seq = n),
records as (
    select l.order_no, l.lo_no, l.snapshot_no, case when not l.created then l.order_status end as recorded, l.updated_at,
        greatest(h.shipped_at, m.shipped_at) as shipped_at,
        h.external_source is not distinct from 'MIRAKL' or m.lo_no is not null as mirakl
    from lo_snapshots l join snapshot_heads h using (snapshot_no) left join {mirakl/shipped} m on m.lo_no = l.lo_no where l.newest = 1
),
shown as (
    -- Asked anew where it matters: a sighting that changed nothing when it came told no table of itself.
    select g.snapshot_no, max(f.seen_at) as seen_at from sightings g join read_files f using (file_no)
    where g.snapshot_no in (select r.snapshot_no from records r join ends e on e.lo_no = r.lo_no where r.recorded <> e.status)
    group by 1
),
compared as (
    select r.*, w.seen_at, e.status, e.inferred_from, e.status_since, e.shipped_since, e.before_completion, e.decided_at,
        coalesce(r.shipped_at, e.shipped_step) as shipped,
        -- Trails are looked through for those alone that differ.
        case when t.same or r.recorded is null or r.recorded = coalesce(e.inferred_from, e.status) then 'infinity'
            else lags_until(e.trail, r.recorded) end::timestamptz as agrees_until
    from records r
    join ends e on e.lo_no = r.lo_no
    left join shown w on w.snapshot_no = r.snapshot_no
    left join transitions t on t.from_status = e.status and t.to_status = r.recorded
),
judged as (
    select *, not (coalesce(agrees_until >= seen_at, agrees_until = 'infinity', false)
        or coalesce(decided_at > seen_at, false)) as in_conflict from compared
),
-- What follows the record is as old as the first of the newest snapshots that say so.
recorded_since as (
    select lo_no, min(updated_at) filter (where newest < coalesce(other, newest + 1)) as since
    from (
        select l.lo_no, l.newest, l.updated_at, min(l.newest) filter (where l.order_status <> j.recorded) over (partition by l.lo_no) as other
        from lo_snapshots l join judged j on j.lo_no = l.lo_no where j.in_conflict
    ) group by 1
),
stated as (
    select order_no, lo_no, snapshot_no, mirakl, status as logistic_status, recorded as recorded_logistic_status, in_conflict,
        case when in_conflict then recorded else status end as followed_status, inferred_from, status_since,
        case when in_conflict then since else status_since end as followed_since,
        case when not in_conflict then shipped_since when recorded in ('SHIPPED', 'COMPLETED')
            then coalesce(shipped_since, since) end as shipped_since, shipped as shipped_at,
        before_completion, agrees_until, case when in_conflict then coalesce(agrees_until, updated_at) end as conflict_since
    from judged left join recorded_since using (lo_no)
    union all by name
    select order_no, lo_no, snapshot_no, mirakl, recorded as logistic_status, recorded as recorded_logistic_status, false as in_conflict,
        recorded as followed_status, updated_at as status_since, updated_at as followed_since,
        case when recorded in ('SHIPPED', 'COMPLETED') then updated_at end as shipped_since, shipped_at,
        'infinity'::timestamptz as agrees_until
    from records anti join ends using (lo_no)
)
select *, is_live(followed_status) as live, is_shipped(followed_status) as is_shipped from stated
