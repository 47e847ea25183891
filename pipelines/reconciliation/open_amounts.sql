-- One row per pair that is asked, an undecided payment and an order or logistic order: what that owed when the payment was booked, less what
-- payments before it pay (domain.md §5); write-offs and refunds apart.
with due_then as (
    select a.payment_id, a.order_reference, a.logistic_reference, any_value(d.currency) as order_currency, any_value(d.account_id) as account_id,
        sum(d.due) as due, count(*) filter (where d.live) as live_los
    from asked a join lo_dues d on d.order_reference = a.order_reference and (a.logistic_reference is null or a.logistic_reference = d.logistic_reference)
    group by 1, 2, 3
),
changed as (
    select a.payment_id, a.order_reference, a.logistic_reference, sum(c.change) as change, sum(c.went) as went
    from asked a join due_changes c on c.order_reference = a.order_reference and (a.logistic_reference is null or a.logistic_reference = c.logistic_reference)
        and (c.effective_at at time zone time_zone())::date > a.booked_on
    group by 1, 2, 3
),
paid as (
    select a.payment_id, a.order_reference, a.logistic_reference, sum(m.amount) as paid
    from asked a join assumed m on m.order_reference = a.order_reference and (a.logistic_reference is null or a.logistic_reference = m.logistic_reference)
        and m.kind in ('CAPTURE', 'TRANSFER', 'PAYMENT_RETURN', 'CHARGEBACK', 'CHARGEBACK_REVERSAL')
        and (m.booked_on, m.turn, m.place) < (a.booked_on, a.turn, a.place)
    group by 1, 2, 3
)
select d.payment_id, d.order_reference, d.logistic_reference, d.order_currency, d.account_id, d.live_los - coalesce(c.went, 0) > 0 as was_live,
    (d.due - coalesce(c.change, 0) - coalesce(p.paid, 0))::decimal(18, 2) as open_amount
from due_then d
left join changed c on c.payment_id = d.payment_id and c.order_reference = d.order_reference and c.logistic_reference is not distinct from d.logistic_reference
left join paid p on p.payment_id = d.payment_id and p.order_reference = d.order_reference and p.logistic_reference is not distinct from d.logistic_reference
