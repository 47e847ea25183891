-- One row per pair that is asked, an undecided payment and an order or logistic order: what that owed when the payment was booked, less what
-- payments before it pay (domain.md §5); write-offs and refunds apart.
with due_then as (
    select a.payment_no, a.order_no, a.lo_no, any_value(d.currency) as order_currency,
        any_value(d.account_id) filter (where d.leads or a.lo_no is not null) as account_id,
        sum(d.due) as due, count(*) filter (where d.live) as live_los
    from asked a join lo_dues d on d.order_no = a.order_no and (a.lo_no is null or a.lo_no = d.lo_no)
    group by 1, 2, 3
),
changed as (
    select a.payment_no, a.order_no, a.lo_no, sum(c.change) as change, sum(c.went) as went
    from asked a join due_changes c on c.order_no = a.order_no and (a.lo_no is null or a.lo_no = c.lo_no)
        and (c.effective_at at time zone time_zone())::date > a.booked_on
    group by 1, 2, 3
),
paid as (
    select a.payment_no, a.order_no, a.lo_no, sum(m.counts) as paid
    from asked a join assumed m on m.order_no = a.order_no and (a.lo_no is null or a.lo_no = m.lo_no)
        and m.kind in ('CAPTURE', 'TRANSFER', 'PAYMENT_RETURN', 'CHARGEBACK', 'CHARGEBACK_REVERSAL')
        -- Whose match stands and is questioned pays nothing away from itself.
        and m.payment_no <> a.payment_no and (m.booked_on, m.turn, m.place) < (a.booked_on, a.turn, a.place)
    group by 1, 2, 3
)
select d.payment_no, d.order_no, d.lo_no, d.order_currency, d.account_id, d.live_los - coalesce(c.went, 0) > 0 as was_live,
    (d.due - coalesce(c.change, 0) - coalesce(p.paid, 0))::decimal(18, 2) as open_amount
from due_then d
left join changed c on c.payment_no = d.payment_no and c.order_no = d.order_no and c.lo_no is not distinct from d.lo_no
left join paid p on p.payment_no = d.payment_no and p.order_no = d.order_no and p.lo_no is not distinct from d.lo_no
