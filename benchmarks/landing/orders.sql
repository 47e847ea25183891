-- One row per commercial order, those of the first night and 1 % more that are placed on the second. Of 20 orders 10 are
-- paid by card, 6 by a transfer that names them, 2 and 2 wait for their money; `place` is another hundredth each time, so
-- that 1 % of the orders is 1 % of every kind.
with placed as (
    select i::integer as i, i % 20 as kind, (i + i // 100) % 100 as place, i >= getvariable('orders') as is_new
    from range(getvariable('orders') + getvariable('orders') // 100) t(i)
),
dated as (
    select *, case when is_new then getvariable('second_day') else getvariable('first_day') end as until,
        case when is_new then until else until - 2 - i % 168 end as day
    from placed
)
select *, strftime(day, '%Y%m%d') || '-' || (100000 + i) as reference, day + to_minutes(i % 240) as created_at,
    least(created_at + interval 3 days, until + interval 5 hours) as updated_at, kind < 10 or kind >= 18 as by_card, i % 5000 as account
from dated
