-- One row per instant at which an order's due was changed by a logistic order that went or came back, or that came to something else: what is owed
-- now, less the later changes, is what was owed then (domain.md §5: later cancelations count in full).
with steps as (
    -- What the first snapshot says held before it as well: it lets in what is dated before.
    select f.order_no, f.lo_no, case when f.seq = 1 then timestamptz '-infinity' else f.effective_at end as effective_at, f.seq,
        is_live(f.status) as live, lag(is_live(f.status)) over (partition by f.lo_no order by f.seq) as was_live
    from fold f where f.n > 1 and f.seq is not null
),
-- In a conflict the record is followed, from when it began.
followed as (
    select order_no, lo_no, conflict_since, live from lo_states where in_conflict and is_live(logistic_status) <> live
),
changing as (
    select lo_no from steps where live <> was_live union select lo_no from followed union select lo_no from former_dues
),
points as (
    select s.order_no, s.lo_no, s.effective_at, s.seq, s.live, null::decimal(18, 2) as due
    from steps s semi join changing using (lo_no) left join followed f using (lo_no) where f.lo_no is null or s.effective_at < f.conflict_since
    union all
    select order_no, lo_no, conflict_since, null, live, null from followed
    union all
    select order_no, lo_no, case when updated_at = min(updated_at) over (partition by lo_no) then timestamptz '-infinity' else updated_at end, 0,
        null, due from former_dues
),
filled as (
    select order_no, lo_no, effective_at, seq, last_value(live ignore nulls) over history as live,
        last_value(due ignore nulls) over history as due from points
    window history as (partition by lo_no order by effective_at, seq nulls last rows unbounded preceding)
),
owed as (
    select f.order_no, f.lo_no, f.effective_at, f.live::integer as live,
        case when d.currency is null then null when f.live and d.payment_class <> 'NO_PAYMENT' then coalesce(f.due, d.full_due) else 0 end as due
    from filled f join lo_dues d using (lo_no) where f.live is not null
    qualify row_number() over (partition by f.lo_no, f.effective_at order by f.seq desc nulls first) = 1
),
compared as (
    select *, live - lag(live) over life as went, due - lag(due) over life as change from owed
        window life as (partition by lo_no order by effective_at)
)
select order_no, lo_no, effective_at, went, change::decimal(18, 2) as change from compared where went <> 0 or change <> 0
