-- The payments that must be asked again: an earlier one's answer is another than it was taken to be when they were asked, and that
-- one was about an order they look at, came from their payer, or is the one they undo (domain.md §5).
with changed as (
    select d.payment_id, unnest([d.order_reference, a.order_reference]) as order_reference
    from decided d left join answers a using (payment_id)
    where a.payment_id is null or (d.kind, d.status, d.order_reference, d.logistic_reference, d.rule, d.returns_payment_id)
        is distinct from (a.kind, a.status, a.order_reference, a.logistic_reference, a.rule, a.returns_payment_id)
),
moved as (select w.payment_id, c.order_reference, w.payer_iban, w.booked_on, w.turn, w.place from changed c join waiting w using (payment_id)),
concerned as (
    select l.payment_id from looked_at l join moved m on m.order_reference = l.order_reference
        and (m.booked_on, m.turn, m.place) < (l.booked_on, l.turn, l.place)
    union
    select w.payment_id from waiting w join (
        select payer_iban, min(booked_on) as booked_on from moved where order_reference is not null and payer_iban <> '' group by 1
    ) m on m.payer_iban = w.payer_iban and m.booked_on < w.booked_on
    union
    select payment_id from waiting where original_id in (select payment_id from moved)
)
select * from waiting where payment_id in (select payment_id from concerned) and payment_id not in (select payment_id from told)
