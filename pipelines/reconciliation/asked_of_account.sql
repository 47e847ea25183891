-- One row per payment and other order of the account that is looked into. Where nothing is named, those that were placed at most 45 days before, or
-- fall due within 10 (domain.md §5, AMOUNT_PAYER).
with placed as (
    select d.order_no, (h.created_at at time zone time_zone())::date as created_on, t.due_on
    from (select * from lo_dues where leads and account_id in (select account_id from looked_into where why = 'AMOUNT_PAYER')) d
    join snapshot_heads h using (snapshot_no) left join due_dates t on t.order_no = d.order_no
)
select distinct u.payment_no, d.order_no, null::integer as lo_no, u.booked_on, u.turn, u.place
from looked_into e join undecided u using (payment_no)
join lo_dues d on d.account_id = e.account_id and d.leads and d.order_no is distinct from e.order_no
left join placed p on p.order_no = d.order_no
where e.why <> 'AMOUNT_PAYER' or u.booked_on - p.created_on between 0 and 45 or abs(u.booked_on - p.due_on) <= 10
