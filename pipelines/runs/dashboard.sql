-- One row per day and currency, the last ten days, today included: what was ordered and who is new (contract.md §4).
with clock as (
    select settings ->> '$.rules.time_zone' as zone, (as_of at time zone (settings ->> '$.rules.time_zone'))::date as today from meta.batches
        order by batch desc limit 1
),
days as (select zone, unnest(generate_series(today - 9, today, interval 1 day))::date as day from clock),
placed as (
    select (o.created_at at time zone c.zone)::date as day, o.currency, count(*) as orders, sum(d.due) as sales_volume
    from steps.order_states o cross join clock c
    left join (
        select l.order_no, sum(coalesce(m.due, a.due)) as due from steps.lo_states l
        left join (select lo_no, sum(line_total) as due from steps.line_amounts group by 1) a using (lo_no)
        -- What Mirakl alone knows may come without lines.
        left join (select lo_no, due from steps.mirakl_los where created and newest = 1) m using (lo_no) where l.live group by 1
    ) d using (order_no) where o.created_at > (c.today - 11)::timestamptz group by all
),
seen as (
    select (f.seen_at at time zone c.zone)::date as day, o.currency, count(*) as orders
    from (
        select s.order_no, min(f.first_seen_at) as seen_at from facts.snapshots s join meta.read_files f using (file_no) group by 1
    ) f join steps.order_states o using (order_no) cross join clock c where f.seen_at > (c.today - 11)::timestamptz group by all
),
-- The newest file of a kind replaces rows by id (contract.md §3.6); who has no date is as old as the first word of them.
offered as (
    select (coalesce(told.created_at, first_at) at time zone c.zone)::date as day, count(*) as n
    from (
        select variant_id, min(f.first_seen_at) as first_at, arg_max({'created_at': created_at}, {landing/sql/reference_place}) as told
        from facts.products join meta.read_files f using (file_no) group by 1
    ) cross join clock c group by 1
),
registered as (
    select (coalesce(told.created_at, first_at) at time zone c.zone)::date as day, count(*) as n
    from (
        select customer_id, min(f.first_seen_at) as first_at, arg_max({'created_at': created_at}, {landing/sql/reference_place}) as told
        from facts.customers join meta.read_files f using (file_no) group by 1
    ) cross join clock c group by 1
)
select d.day, k.currency, coalesce(p.orders, 0) as orders, coalesce(p.sales_volume, 0)::decimal(18, 2) as sales_volume,
    coalesce(s.orders, 0) as new_orders,
    coalesce(o.n, 0) as new_products, coalesce(r.n, 0) as new_customers
from days d cross join (select distinct currency from steps.order_states where currency <> 'MIXED') k
left join placed p on p.day = d.day and p.currency = k.currency left join seen s on s.day = d.day and s.currency = k.currency
left join offered o on o.day = d.day left join registered r on r.day = d.day
