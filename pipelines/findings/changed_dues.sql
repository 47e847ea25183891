-- One row per order that owes something else than when its first money came (domain.md §7, AMOUNT_CHANGED_AFTER_PAYMENT): its lines by the snapshots of
-- then, of the logistic orders that were live then. Only orders with a history are looked at.
with first_money as (
    select a.order_no, min(v.booked_at) as paid_at from allocations a join movements v using (payment_no)
    where a.amount > 0 and a.order_no in (select order_no from lo_snapshots where newest = 2 union all select order_no from due_changes)
    group by 1
),
shown_then as (
    -- The newest snapshot of then, or the first one where all came later.
    select l.* replace (row_number() over (partition by lo_no order by newest) as newest)
    from lo_snapshots l join first_money m using (order_no)
    where l.updated_at <= m.paid_at or not exists (select 1 from lo_snapshots e where e.lo_no = l.lo_no and e.updated_at <= m.paid_at)
    qualify l.updated_at <= m.paid_at or row_number() over (partition by lo_no order by newest desc) = 1
),
lines_then as (
    with lo_snapshots as (select * from shown_then)
    select lo_no, sum(line_total) as due from {orders/line_amounts} group by 1
),
went_since as (
    select c.lo_no, sum(c.went) as went from due_changes c join first_money m using (order_no) where c.effective_at > m.paid_at group by 1
),
then_and_now as (
    select d.order_no, sum(d.due) as due, sum(case when d.live::integer - coalesce(w.went, 0) > 0 then coalesce(t.due, d.full_due) else 0 end) as due_then
    from (select * from lo_dues semi join first_money using (order_no)) d
    left join lines_then t using (lo_no) left join went_since w on w.lo_no = d.lo_no
    where d.payment_class <> 'NO_PAYMENT' group by 1
)
select t.order_no, (t.due - t.due_then)::decimal(18, 2) as amount, t.due_then::decimal(18, 2) as due_then, o.currency, o.updated_at
from then_and_now t join order_states o using (order_no) where t.due <> t.due_then
