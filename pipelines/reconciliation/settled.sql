-- What is taken for granted in this round: the matches that stand, as they were published, and what order fields tell, of the orders that are looked at, the
-- payers that pay again and the payments that are undone. The other orders of an account are looked at where one may owe nothing
-- any more (domain.md §5, EXACT): where money came, where its due was changed, or where several payments name it; where a reference is
-- misread; and where a payer who is known names nothing.
with named as (
    select payment_no, order_no from spots where order_no is not null union select payment_no, order_no from structured
    union select payment_no, order_no from misreadings
),
silent_payers as (
    select distinct payer_iban as iban from undecided where direction = 1 and payer_iban <> '' and payment_no not in (select payment_no from named)
),
emptied as (
    select n.order_no from named n join (
        select order_no, payment_no from standing_matches semi join named using (order_no) union all select order_no, payment_no from answers union all select order_no, payment_no from told
    ) o on o.order_no = n.order_no and o.payment_no <> n.payment_no
    union
    select order_no from named semi join due_changes using (order_no)
    union
    select order_no from named group by 1 having count(*) > 1
    union
    select order_no from lo_dues semi join named using (order_no) where due <= 0
    union
    select order_no from misreadings
    union
    select order_no from standing_matches where payment_no in (select payment_no from movements where payer_iban in (select iban from silent_payers))
),
known_accounts as (
    select account_id from lo_dues semi join emptied using (order_no)
    union
    select account_id from {reconciliation/told_payers} where iban in (select iban from silent_payers)
),
concerned as (
    select order_no from named
    union
    select order_no from lo_dues where account_id in (select account_id from known_accounts)
),
wanted as (
    select original_id as payment_no from undecided where original_id is not null
    union
    select payment_no from movements where payer_iban in (select payer_iban from undecided where payer_iban <> '')
    union
    select payment_no from standing_matches semi join concerned using (order_no)
    union
    select payment_no from told semi join concerned using (order_no)
),
standing_matches as (from facts.standing_matches semi join wanted using (payment_no)),
movements as (from steps.movements semi join wanted using (payment_no))
select s.payment_no, s.nth, s.kind, 'MATCHED' as status, s.order_no, s.lo_no, s.amount, coalesce(s.counts, s.amount) as counts, s.rule, s.explanation, s.returns_payment_no,
    m.payer_iban, m.taken_on as booked_on, case when s.kind in ('PAYMENT_RETURN', 'REFUND_RETURN', 'CHARGEBACK') and m.provider = 'BANK' then 2 else m.turn end as turn,
    {'value_date': coalesce(m.value_date, m.taken_on), 'size': m.size, 'payment_no': m.payment_no} as place,
    m.currency
from {reconciliation/standing} s join movements m on m.payment_no = s.payment_no
union all by name
select * exclude (way, waits, other_currency_order, names_unknown) replace (amount as counts) from {reconciliation/told_answers}
