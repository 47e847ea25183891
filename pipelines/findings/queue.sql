-- One row per order or payment that a person should look at, the worst first (domain.md §7): what is open and more than good to know.
with open_ones as (
    select *, case severity when 'ACTION' then 0 else 1 end as badness, coalesce(order_reference, payment_id, subject) as about
    from main.findings where state = 'OPEN' and severity <> 'INFO'
)
select about, min_by(code, (badness, -coalesce(abs(amount), 0), code)) as code, case when min(badness) = 0 then 'ACTION' else 'CHECK' end as severity,
    any_value(order_reference) as order_reference, min_by(payment_id, (badness, -coalesce(abs(amount), 0), code)) as payment_id,
    min_by({'amount': amount}, (badness, -coalesce(abs(amount), 0), code)).amount as amount, min_by({'currency': currency}, (badness, -coalesce(abs(amount), 0), code)).currency as currency,
    min_by(message, (badness, -coalesce(abs(amount), 0), code)) as message, min_by(suggested_action, (badness, -coalesce(abs(amount), 0), code)) as suggested_action,
    list_sort(list_distinct(list(code))) as codes, count(*) as findings, max(age_days) as age_days
from open_ones group by about
order by severity, abs(amount) desc nulls last, about
