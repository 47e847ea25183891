-- One row per finding ever opened: an open one as it is now, a resolved one as it was told last (domain.md §7).
with clock as (
    select as_of, zone, (as_of at time zone zone)::date as today
    from (select as_of, settings ->> '$.rules.time_zone' as zone from meta.batches order by batch desc limit 1)
),
closed as (
    select finding_id from facts.finding_closings where decision_id is null or decision_id in (
        select decision_id from steps.decisions_made where action = 'RESOLVE_FINDING' and outcome = 'APPLIED')
),
told_again as (from facts.finding_words qualify row_number() over (partition by finding_id order by batch desc) = 1),
snoozed as (
    select d.finding_id from steps.decisions_made d cross join clock
    where d.action = 'SNOOZE_FINDING' and d.outcome = 'APPLIED' and split_part(d.value, '@', 2)::date > clock.today
)
select o.finding_id, o.code, coalesce(n.severity, o.severity) as severity, coalesce(r.order_reference, o.written, o.reference) as order_reference,
    l.logistic_reference,
    format('pay_{:016x}', o.payment_no) as payment_id, o.subject,
    case when n.code is not null then n.amount when t.finding_id is not null then t.amount else o.amount end as amount,
    coalesce(n.currency, o.currency) as currency,
    coalesce(n.message, t.message, o.message) as message,
    coalesce(n.suggested_action, o.suggested_action) as suggested_action, o.first_seen_at,
    greatest(case when (b.began_at at time zone clock.zone)::time = '00:00' then clock.today - (b.began_at at time zone clock.zone)::date
        else (epoch_us(clock.as_of) - epoch_us(b.began_at)) // 86_400_000_000 end, 0)::integer as age_days,
    case when o.finding_id in (from closed) then 'RESOLVED' when o.finding_id in (from snoozed) then 'SNOOZED' else 'OPEN' end as state
from facts.finding_openings o cross join clock
left join steps.findings_now n on o.finding_id not in (from closed) and n.code = o.code and n.order_no is not distinct from o.order_no
    and n.lo_no is not distinct from o.lo_no and n.payment_no is not distinct from o.payment_no and n.reference is not distinct from o.reference
    and n.subject = o.subject
left join told_again t on t.finding_id = o.finding_id
-- Between instants a day has 24 hours; a date begins at midnight, and between dates days are counted (domain.md §1).
cross join lateral (select coalesce(n.business_at, o.business_at, o.first_seen_at) as began_at) b
left join facts.order_names r on r.order_no = o.order_no
left join facts.lo_names l on l.lo_no = o.lo_no
