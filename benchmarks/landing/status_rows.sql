-- One row per row of a status file: half repeat what the export says, half move the logistic order one step on that day;
-- one in ten names it by its external id alone. `changed`: moves of orders that the night's export does not tell of.
with rows as (
    select case when is_new then 'new' else 'first' end as night, i, i % 10 = 5 as moves, until from orders where i % 5 = 0
    union all select 'changed', i, true, getvariable('second_day') from orders where i % 5 = 1 and place = 51 and not is_new
)
select case when i % 50 = 0 or i % 2 = 1 then external_id end as "Order External Id",
    case when i % 50 > 0 then logistic_reference end as "Order Reference",
    case when moves then following_status else status end as "Order Status",
    iso(case when moves then r.until + to_minutes(360 + i % 600) else updated_at - interval 1 minute end) as "Effective Date"
from rows r join orders using (i) join parts using (i) where n = 1 and night = getvariable('night') order by i
