-- One row per kind of noise of a sample: its true payments by what became of them. `wrong`: money put, by itself, against an
-- order that it does not pay, or more of it than it pays there.
with truth as (
    select * from read_csv(getvariable('truth'), delim = ';', all_varchar = true)
),
true_parts as (
    select payment_id, order_reference, sum(amount::decimal(18, 2)) as amount from truth where order_reference is not null group by all
),
matched as (
    -- What a person decided was not put there by itself.
    select payment_id, order_reference, sum(amount) as amount from payment_matches where status = 'MATCHED' and rule <> 'DECISION' group by all
),
wrongly as (
    select distinct m.payment_id from matched m left join true_parts t using (payment_id, order_reference)
    where t.amount is null or abs(m.amount) > abs(t.amount)
)
select t.noise, count(*) as payments,
    count(*) filter (w.payment_id is null and p.match_status in ('MATCHED', 'PARTLY_MATCHED')) as matched,
    count(*) filter (w.payment_id is null and p.match_status = 'SUGGESTED') as suggested,
    -- One that the database lost is unmatched too.
    count(*) filter (w.payment_id is null and coalesce(p.match_status, '') not in ('MATCHED', 'PARTLY_MATCHED', 'SUGGESTED')) as unmatched,
    count(w.payment_id) as wrong
from (select distinct noise, payment_id from truth) t
left join payments p using (payment_id)
left join wrongly w using (payment_id)
group by t.noise order by t.noise
