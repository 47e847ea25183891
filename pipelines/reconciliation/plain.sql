-- Of the transfers that say one known reference, those whose order owes something and that no other payment looks at: EXACT matches them whatever else is
-- known (domain.md §5). The order was not paid before, so that no other of its account is meant. Against the exact amount no payer can speak; against
-- another amount one who is known for other accounts alone, so that here nobody is who may be known for any account but that of the order, and these heed
-- what he teaches of others (`heeds_others_than`). All the rest goes through the rounds, and so does one of these as soon as another payment is put
-- against its order.
with owed as (
    select d.order_no, d.currency, sum(d.due) as due, any_value(d.account_id) filter (where d.leads) as account_id from lo_dues d semi join simply_named using (order_no)
    where d.currency is not null group by 1, 2 having sum(d.due) > 0
),
owed_by_los as (
    select lo_no, due from lo_dues semi join simply_named using (lo_no)
),
alone as (
    select order_no from simply_named group by 1 having count(*) = 1
),
others as (
    select order_no from (
        select order_no from due_changes union all select order_no from facts.standing_matches union all select order_no from answers union all select order_no from told union all select order_no from looked_at
    ) semi join simply_named using (order_no)
),
owing as materialized (
    select n.*, o.account_id, n.payer_iban is not null and n.size <> least(coalesce(l.due, o.due), o.due) as heeds_payer
    from simply_named n semi join alone using (order_no) anti join others using (order_no) join owed o using (order_no, currency) left join owed_by_los l on l.lo_no = n.lo_no
),
payers as (
    select distinct payer_iban as iban from owing where heeds_payer
),
payers_of_one as (
    select iban from (
        select payer_iban as iban, account_id from owing semi join payers on payers.iban = payer_iban
        union all select iban, account_id from {reconciliation/told_payers}
        union all select iban, account_id from ({reconciliation/lessons}) join lo_dues using (order_no) where leads
    ) group by 1 having count(distinct account_id) = 1 and count(account_id) = count(*)
)
select payment_no, 1 as nth, null::bigint as way, 'TRANSFER' as kind, 'MATCHED' as status, order_no, lo_no, size as amount, null::decimal(18, 2) as counts, 0::decimal(18, 2) as waits, 'EXACT' as rule,
    'the text says ' || written || ' literally, and names nothing else' as explanation, null::ubigint as returns_payment_no, payer_iban, taken_on as booked_on,
    turn, {'value_date': coalesce(value_date, taken_on), 'size': size, 'payment_no': payment_no} as place, currency, null::integer as other_currency_order, false as names_unknown, marks, case when heeds_payer then account_id end as heeds_others_than
from owing where not heeds_payer or payer_iban in (select iban from payers_of_one)
