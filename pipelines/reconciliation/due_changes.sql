-- One row per instant at which an order's due was changed by a logistic order that went or came back: what is owed now, less the
-- later changes, is what was owed then (domain.md §5: later cancelations count in full).
with steps as (
    select f.order_no, f.lo_no, f.effective_at, f.seq, is_live(f.status) as live,
        lag(is_live(f.status)) over (partition by f.lo_no order by f.seq) as was_live
    from fold f where f.n > 1 and f.seq is not null
),
followed as (
    -- In a conflict the record is followed, from when it began.
    select order_no, lo_no, conflict_since as effective_at, null as seq, live, not live as was_live
    from lo_states where in_conflict and is_live(logistic_status) <> live
)
select s.order_no, s.lo_no, s.effective_at, case when s.live then 1 else -1 end as went,
    case when s.live then d.full_due else -d.full_due end::decimal(18, 2) as change
from (select * from steps union all select * from followed) s join lo_dues d using (lo_no)
where s.was_live is distinct from s.live and s.was_live is not null
