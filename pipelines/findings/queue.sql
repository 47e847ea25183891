-- One row per order or payment that a person should look at, the worst first (domain.md §7): what is open and more than good to know.
with open_ones as (
    select *, coalesce(order_reference, payment_id, subject) as about, row_number() over (
        partition by coalesce(order_reference, payment_id, subject) order by severity, abs(amount) desc nulls last, code, finding_id) as nth
    from main.findings where state = 'OPEN' and severity <> 'INFO'
),
summed as (select about, list_sort(list_distinct(list(code))) as codes, count(*) as findings, max(age_days) as oldest from open_ones group by 1)
select o.about, o.code, o.severity, o.order_reference, o.payment_id, o.amount, o.currency, o.message, o.suggested_action, s.codes, s.findings,
    s.oldest as age_days
from open_ones o join summed s using (about) where o.nth = 1
order by o.severity, abs(o.amount) desc nulls last, o.about
