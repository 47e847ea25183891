-- The payments that must be asked again: an earlier one's answer is another than it was taken to be when they were asked, and that
-- one was about an order they look at, came from their payer, or is the one they undo (domain.md §5).
with fresh as (select payment_no, order_no, amount, status from decided where nth = 1 or status = 'MATCHED'),
moved as (select w.payment_no, c.order_no, c.teaches, w.payer_iban, w.booked_on, w.turn, w.place from otherwise c
    join waiting w using (payment_no)),
touched as (select order_no, booked_on, turn, place from moved where order_no is not null),
owed as materialized (
    with others as (select order_no from touched) select * from {reconciliation/owed_by_others}
),
put as (
    select order_no, payment_no, counts as amount from assumed semi join touched using (order_no) anti join turned_to using (payment_no)
    union all select order_no, payment_no, amount from fresh semi join touched using (order_no) where status = 'MATCHED'
),
-- What is left of each: all or nothing of it where nobody pays it or one that moved; where others pay as well or its due was changed, any amount.
left_over as (
    select o.account_id, t.booked_on, t.turn, t.place,
        case when t.order_no not in (select order_no from due_changes) and t.order_no in (select order_no from concerned)
            and (p.payments is null or p.payments = 1 and p.all_moved) then o.due - coalesce(p.amount, 0) end as rest
    from touched t join owed o using (order_no) left join (
        select order_no, count(distinct payment_no) as payments, bool_and(payment_no in (select payment_no from moved)) as all_moved,
            sum(amount) as amount from put group by 1
    ) p using (order_no)
    where coalesce(rest > 0, true)
),
lessons as (select * from moved where teaches and payer_iban <> ''),
-- Whom does it matter to who pays? Not to a lone reading that was matched for exactly what the order owed; to one that is certain by itself, only
-- what is taught of other accounts, as long as nobody is known for any. So too for those who were never asked.
little_heeding as (
    from plain
    union all
    select r.payment_no, case when r.rule <> 'STRUCTURED' and r.open_here <> r.size then r.account_id end
    from ruled r left join (
        select payment_no, count(*) as n, bool_and(strong and not by_amount) as sure from candidates group by 1
    ) c using (payment_no)
    where r.direction = 1 and r.original_id is null and not r.unexplained and r.rule in ('STRUCTURED', 'EXACT', 'NORMALISED') and coalesce(c.n, 1) = 1
        and (r.rule = 'STRUCTURED' or r.open_here = r.size
            or c.sure and coalesce(r.for_one and r.for_account is not distinct from r.account_id, true))
),
-- What a payer taught before, and teaches as well without those that moved, is nothing new to anybody.
taught_anyway as (
    select iban, account_id, null::date as since from {reconciliation/told_payers}
    union all
    select iban, account_id, min(booked_on) from taught
        where iban in (select payer_iban from lessons) and payment_no not in (select payment_no from moved) group by 1, 2
),
news as (
    select m.payer_iban, d.account_id, min(m.booked_on) as booked_on from lessons m join owed d using (order_no)
    left join taught_anyway t on t.iban = m.payer_iban and t.account_id = d.account_id and (t.since is null or t.since <= m.booked_on)
    where t.iban is null group by 1, 2
    -- Who heeds all accounts but one hears of the first or the second.
    qualify row_number() over (partition by payer_iban order by min(m.booked_on), d.account_id) <= 2
),
reached as (
    select l.payment_no from looked_at l join moved m on m.order_no = l.order_no
        and (m.booked_on, m.turn, m.place) < (l.booked_on, l.turn, l.place)
    union
    select n.payment_no from plain p join simply_named n using (payment_no) join moved m on m.order_no = n.order_no
        and (m.booked_on, m.turn, m.place) < (n.booked_on, n.turn, n.place)
    union
    select w.payment_no from sought_accounts s join waiting w using (payment_no) join left_over m on m.account_id = s.account_id
        and coalesce(m.rest = w.size, true) and (m.booked_on, m.turn, m.place) < (w.booked_on, w.turn, w.place)
    union
    select w.payment_no from waiting w join news m on m.payer_iban = w.payer_iban and m.booked_on < w.booked_on
        left join little_heeding l using (payment_no)
    where l.payment_no is null or l.heeds_others_than is not null and l.heeds_others_than is distinct from m.account_id
    union
    select payment_no from waiting where original_id in (select payment_no from moved)
)
select payment_no from waiting semi join reached using (payment_no)
