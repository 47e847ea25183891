-- One row per logistic order: what it owes at the horizon, and what it was worth when it was ordered.
select p.i, p.n, s.status, s.since, case when is_dead(s.status) then 0.00 else t.total end::decimal(18, 2) as due, t.ordered,
    case when is_gone(s.status) then coalesce(p.psh_at, p.shp_at) end as gone_at,
    case when s.status in ('SHIPPED', 'COMPLETED') then p.shp_at end as shipped_at,
    case when p.mode = 'SIMPLE' then p.shp_at::date + p.delay else last_day(p.shp_at::date + p.delay) end as due_on, p.delay
from parts p
join states s on s.i = p.i and s.n = p.n and s.look = 2
join (select i, n, sum(total)::decimal(18, 2) as total, sum(ordered_total)::decimal(18, 2) as ordered from lines group by all) t
    on t.i = p.i and t.n = p.n
