-- The payments that must be asked again: an earlier one's answer is another than it was taken to be when they were asked, and that
-- one was about an order they look at, came from their payer, or is the one they undo (domain.md §5).
with fresh as (select payment_no, order_no, amount, status from decided where nth = 1 or status = 'MATCHED'),
moved as (select w.payment_no, c.order_no, c.onto, c.teaches, w.payer_iban, w.booked_on, w.turn, w.place from otherwise c
    join waiting w using (payment_no)),
given as (
    select m.payment_no, m.order_no, any_value(m.booked_on) as booked_on, any_value(m.turn) as turn, any_value(m.place) as place,
        sum(f.amount) as amount
    from (select distinct payment_no, order_no, booked_on, turn, place from moved where order_no = onto) m
    join fresh f on f.payment_no = m.payment_no and f.order_no = m.order_no and f.status = 'MATCHED' group by 1, 2
),
others as (select order_no from given),
-- What is left of an order that something else than all of it was put against; of one that others pay too, or whose due was changed, it may be any
-- amount.
left_over as (
    select d.account_id, case when g.order_no not in (select order_no from due_changes) and o.payments = 1 then d.due - g.amount end as rest,
        min((g.booked_on, g.turn, g.place)) as since
    from given g join ({reconciliation/owed_by_others}) d using (order_no) join (
        select order_no, count(distinct payment_no) as payments from (
            select order_no, payment_no from assumed semi join given using (order_no) union all select order_no, payment_no from fresh
                semi join given using (order_no)
        ) group by 1
    ) o using (order_no)
    where g.amount is distinct from d.due group by 1, 2
),
-- Who was never asked heeds no payer where its amount is exact, else only what one teaches of other accounts than that of its order.
never_asked as (select payment_no, heeds_others_than from plain anti join was_read using (payment_no)),
-- What a payer taught before, and teaches as well without those that moved, is nothing new to anybody.
taught_anyway as (
    select iban, account_id, null::date as since from {reconciliation/told_payers}
    union all
    select iban, account_id, min(booked_on) from taught where payment_no not in (select payment_no from moved) group by 1, 2
),
news as (
    select m.payer_iban, d.account_id, min(m.booked_on) as booked_on from moved m join lo_dues d on d.order_no = m.order_no and d.leads
    left join taught_anyway t on t.iban = m.payer_iban and t.account_id = d.account_id and (t.since is null or t.since <= m.booked_on)
    where m.teaches and m.payer_iban <> '' and t.iban is null group by 1, 2
),
concerned as (
    select l.payment_no from looked_at l join moved m on m.order_no = l.order_no
        and (m.booked_on, m.turn, m.place) < (l.booked_on, l.turn, l.place)
    union
    select w.payment_no from sought_accounts s join waiting w using (payment_no) join left_over m on m.account_id = s.account_id
        and coalesce(m.rest = w.size, true) and m.since < (w.booked_on, w.turn, w.place)
    union
    select w.payment_no from waiting w join news m on m.payer_iban = w.payer_iban and m.booked_on < w.booked_on
        left join never_asked n using (payment_no)
    where n.payment_no is null or n.heeds_others_than is not null and n.heeds_others_than is distinct from m.account_id
    union
    select payment_no from waiting where original_id in (select payment_no from moved)
)
select payment_no from waiting semi join concerned using (payment_no)
