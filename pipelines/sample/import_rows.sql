-- One row per row of a CSV status file; `part` is the file: those dated up to the middle one, the others, or the JSON file.
with told as (
    select *, case when i % 5 = 1 and i < 1000 then 'json' when moment <= getvariable('middle') then 'middle' else 'newest' end as part
        from status_rows
)
select external_id, reference, status, case when i is null or i % 23 > 0 or part <> 'newest' then iso(moment) end as effective_date, reason,
    tracking_url, carrier
from told where part = getvariable('part') order by i is null, i, n, external_id
