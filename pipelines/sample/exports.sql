-- One row per logistic order and export file that shows it. What did not change since the older export stands there alone; of
-- the rest most stand in the newest, some in both, and for some the news came in a status file only (`behind`).
with paired as (
    select p.i, p.n, p.route, s.status, s.since, o.status as older_status, o.since as older_since,
        case when p.i < 50000 then p.i % 50 end as medium
    from parts p
    join states s on s.i = p.i and s.n = p.n and s.look = 2
    left join states o on o.i = p.i and o.n = p.n and o.look = 1
),
routed as (
    select *, case when medium = 7 then ['json'] when medium = 17 then ['ndjson'] when medium = 27 then ['gz']
        when since <= older_horizon() then ['older'] when older_status is null then ['newest']
        when route < 10 then ['older', 'behind'] when route < 25 then ['older', 'newest'] else ['newest'] end as files
    from paired
)
select i, n, file, case when file = 'older' then older_status else status end as status,
    case when file = 'older' then older_since else since end as since
from routed, unnest(files) f(file)
