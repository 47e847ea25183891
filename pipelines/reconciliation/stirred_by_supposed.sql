-- The payments that are asked, and with them those that a transfer concerns which is taken to pay the order that it simply names (domain.md §5): they
-- look at that order, he teaches of his payer what nobody taught before, or leaves as much of the order as is looked for in its account: of one that
-- others pay too it may be any amount.
with supposed as (select * from simply_named semi join heeding using (payment_no)),
others as (select order_no from supposed),
given as (
    select s.payer_iban, case when p.payment_no is not null then d.due - s.size end as rest, s.booked_on, s.turn, s.place, d.account_id, s.loosely
    from supposed s join ({reconciliation/owed_by_others}) d using (order_no) left join plain p using (payment_no)
),
lessons as (select payer_iban, account_id, booked_on from given where not loosely),
stirring as (select payment_no from turned_to),
news as {reconciliation/newly_taught},
concerned as (
    select l.payment_no from looked_at l join supposed s on s.order_no = l.order_no
        and (s.booked_on, s.turn, s.place) < (l.booked_on, l.turn, l.place)
    union
    select w.payment_no from waiting w join news n on n.payer_iban = w.payer_iban and n.booked_on < w.booked_on
    union
    select w.payment_no from sought_accounts s join waiting w using (payment_no) join given g on g.account_id = s.account_id
        and coalesce(g.rest = w.size, true) and (g.booked_on, g.turn, g.place) < (w.booked_on, w.turn, w.place)
)
select payment_no from (select payment_no from turned_to union select payment_no from concerned) anti join plain using (payment_no)
