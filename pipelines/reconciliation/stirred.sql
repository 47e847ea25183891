-- The payments that must be asked again: an earlier one's answer is another than it was taken to be when they were asked, and that
-- one was about an order they look at, came from their payer, or is the one they undo (domain.md §5).
with changed as (
    select d.payment_no, unnest([d.order_no, a.order_no]) as order_no
    from decided d left join answers a using (payment_no)
    where a.payment_no is null or (d.kind, d.status, d.order_no, d.lo_no, d.rule, d.returns_payment_no)
        is distinct from (a.kind, a.status, a.order_no, a.lo_no, a.rule, a.returns_payment_no)
),
moved as (select w.payment_no, c.order_no, w.payer_iban, w.booked_on, w.turn, w.place from changed c join waiting w using (payment_no)),
concerned as (
    select l.payment_no from looked_at l join moved m on m.order_no = l.order_no
        and (m.booked_on, m.turn, m.place) < (l.booked_on, l.turn, l.place)
    union
    select w.payment_no from waiting w join (
        select payer_iban, min(booked_on) as booked_on from moved where order_no is not null and payer_iban <> '' group by 1
    ) m on m.payer_iban = w.payer_iban and m.booked_on < w.booked_on
    union
    select payment_no from waiting where original_id in (select payment_no from moved)
)
select payment_no from waiting where payment_no in (select payment_no from concerned) and payment_no not in (select payment_no from told)
