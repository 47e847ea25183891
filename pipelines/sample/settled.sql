-- One row per commercial order: what it owes, how far its goods are, and when money may be taken or is due.
select p.*, d.due, d.ordered, d.live_parts, d.gone_at, d.last_shipped_on, d.all_shipped, d.any_gone, d.due_on, d.delay, d.ended_at,
    p.created_at + to_seconds(60 + draw(p.key, 12, 240)) as authorised_at
from placed p
join (
    select i, sum(due)::decimal(18, 2) as due, sum(ordered)::decimal(18, 2) as ordered,
        count(*) filter (where not is_dead(status)) as live_parts, min(gone_at) as gone_at,
        max(shipped_at)::date as last_shipped_on, count(*) filter (where not is_dead(status)) = count(shipped_at) as all_shipped,
        count(gone_at) > 0 as any_gone, min(due_on) filter (where shipped_at is not null) as due_on, min(delay) as delay,
        case when count(*) filter (where not is_dead(status)) = 0 then max(since) end as ended_at
    from dues group by i
) d using (i)
