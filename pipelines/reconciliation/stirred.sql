-- The payments that must be asked again: an earlier one's answer is another than it was taken to be when they were asked, and that
-- one was about an order they look at, came from their payer, or is the one they undo (domain.md §5).
with fresh as (select payment_no, nth, kind, status, order_no, lo_no, amount, rule, returns_payment_no from decided where nth = 1 or status = 'MATCHED'),
before as (select * from answers semi join turned_to using (payment_no)),
changed as (
    select payment_no, unnest([f.order_no, a.order_no]) as order_no
    from fresh f full join (select * from before where nth = 1 or status = 'MATCHED') a using (payment_no, nth)
    where (f.kind, f.status, f.order_no, f.lo_no, f.amount, f.rule, f.returns_payment_no)
        is distinct from (a.kind, a.status, a.order_no, a.lo_no, a.amount, a.rule, a.returns_payment_no)
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
select payment_no from waiting semi join concerned using (payment_no)
