-- The payments that are asked, and with them those that one who was never asked concerns (domain.md §5): he teaches of his payer what nobody taught
-- before, or leaves as much of an order as is looked for in its account: nobody else pays that order.
with plain_ones as (select * from simply_named semi join plain using (payment_no)),
others as (select order_no from plain_ones),
given as (
    select p.payer_iban, p.size as amount, p.booked_on, p.turn, p.place, d.account_id, d.due
    from plain_ones p join ({reconciliation/owed_by_others}) d using (order_no)
),
lessons as (select payer_iban, account_id, booked_on from given),
stirring as (select payment_no from turned_to),
news as {reconciliation/newly_taught},
concerned as (
    select w.payment_no from waiting w join news n on n.payer_iban = w.payer_iban and n.booked_on < w.booked_on
    union
    select w.payment_no from sought_accounts s join waiting w using (payment_no) join given g on g.account_id = s.account_id
        and g.due - g.amount = w.size and (g.booked_on, g.turn, g.place) < (w.booked_on, w.turn, w.place)
)
select payment_no from (select payment_no from turned_to union select payment_no from concerned) anti join plain using (payment_no)
