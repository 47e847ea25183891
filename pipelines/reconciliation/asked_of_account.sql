-- One row per payment and other order of the account that is looked into, of those that may have owed as much when it was booked. Where nothing is
-- named, those that were placed at most 45 days before, or fall due within 10 (domain.md §5, AMOUNT_PAYER).
with odd as (
    -- From where on something else than all that it owes was put against an order, and until when its due was changed.
    select f.order_no, min((m.booked_on, m.turn, m.place)) as since, null::date as until
    from fitting f join assumed_of_accounts m on m.order_no = f.order_no where f.is_odd and m.counts is distinct from f.due group by 1
    union all
    select order_no, null, max((effective_at at time zone time_zone())::date) from due_changes semi join fitting using (order_no) group by 1
),
meant as (
    select u.payment_no, u.booked_on, u.turn, u.place, e.why, f.order_no
    from looked_into e join undecided u using (payment_no) join fitting f on f.account_id = e.account_id and f.order_no is distinct from e.order_no
    left join odd o on o.order_no = f.order_no
    where u.size in (f.due, f.rest) or o.until > u.booked_on or o.since < (u.booked_on, u.turn, u.place)
),
placed as (
    select d.order_no, (h.created_at at time zone time_zone())::date as created_on, t.due_on
    from (select * from lo_dues where leads and order_no in (select order_no from meant where why = 'AMOUNT_PAYER')) d
    join snapshot_heads h using (snapshot_no) left join due_dates t on t.order_no = d.order_no
)
select distinct m.payment_no, m.order_no, null::integer as lo_no, m.booked_on, m.turn, m.place
from meant m left join placed p on p.order_no = m.order_no
where m.why <> 'AMOUNT_PAYER' or m.booked_on - p.created_on between 0 and 45 or abs(m.booked_on - p.due_on) <= 10
