-- What is taken for granted before the first round: the matches that stand, as they were published, of the orders that are looked at, the
-- payers that pay again and the payments that are undone. The other orders of an account are looked at where one may owe nothing
-- any more (domain.md §5, EXACT): where money came, where its due was changed, or where several payments name it.
with named as (
    select payment_id, order_reference from spots where order_reference is not null union select payment_id, order_reference from structured
),
emptied as (
    select order_reference from named where order_reference in (
        select order_reference from standing_matches union all select order_reference from told union all select order_reference from due_changes)
    union
    select order_reference from named group by 1 having count(*) > 1
    union
    select order_reference from lo_dues semi join named using (order_reference) where due <= 0
),
concerned as (
    select order_reference from named
    union
    select order_reference from lo_dues where account_id in (select account_id from lo_dues semi join emptied using (order_reference))
),
wanted as (
    select original_id as payment_id from undecided where original_id is not null
    union
    select payment_id from movements where payer_iban in (select payer_iban from undecided where payer_iban <> '')
    union
    select payment_id from standing_matches semi join concerned using (order_reference)
)
select s.payment_id, s.kind, 'MATCHED' as status, s.order_reference, s.logistic_reference, s.amount, s.rule, s.explanation, s.returns_payment_id,
    m.payer_iban, m.booked_on, case when s.kind in ('PAYMENT_RETURN', 'REFUND_RETURN') and m.provider = 'BANK' then 2 else m.turn end as turn,
    {'value_date': coalesce(m.value_date, m.booked_on), 'size': m.size, 'payment_id': m.payment_id} as place,
    m.currency
from (select * from standing_matches semi join wanted using (payment_id)) s
join (select * from movements semi join wanted using (payment_id)) m
    on m.payment_id = s.payment_id and m.matchable and m.amount = s.amount
