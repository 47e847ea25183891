-- One row per transfer that says one known reference and has no other digit or separator, of an order that owes and that no other payment
-- looks at: EXACT holds whatever the others are (domain.md §5). No date and number stand apart or go on here, no word before them can be
-- a name with a digit, an order that owes is not paid twice, and no payer is held against the exact amount. Every other one goes through the
-- rounds; so does one of these as soon as another is put against its order.
with texts as (
    select payment_no, size, currency, payer_iban, regexp_extract(upper(remittance), '[0-9]+-[0-9]+$') as written from movements
    semi join (select payment_no from waiting semi join turned_to using (payment_no) where set_aside is null and original_id is null) using (payment_no)
    where provider = 'BANK' and direction = 1 and structured_reference is null and end_to_end_id is null and remittance_joined is null
        and regexp_full_match(upper(remittance), '(?:[A-Z .:,;]*[ .:,;])?[0-9]{8}-[1-9][0-9]*') and length(remittance) not in (35, 65, 70, 140)
),
marks as materialized (
    select *, mark_of(replace(written, '-', '')) as mark, mark_of(left(written, 8)) as mark_of_date from texts
),
dates as (
    select distinct mark_of_date as mark from marks
),
near as materialized (
    select mark, reference, order_no, lo_no, rank from {reconciliation/marked} where mark in (select mark from marks union all select mark from dates)
),
known as (
    select mark, any_value(reference) as reference, any_value(order_no) as order_no, any_value(lo_no) as lo_no from near
    group by mark having count(*) = 1 and any_value(rank) <= 2
),
named as materialized (
    select m.payment_no, m.size, m.currency, m.payer_iban, m.written, m.mark, m.mark_of_date, k.order_no, k.lo_no
    from marks m join known k on k.mark = m.mark and k.reference = m.written
    anti join (select mark as mark_of_date from near semi join dates using (mark)) d using (mark_of_date) anti join banned b using (payment_no)
),
owed as (
    select d.order_no, sum(d.due) as due, min(d.currency) as currency from lo_dues d semi join named using (order_no)
    group by 1 having sum(d.due) > 0 and min(d.currency) = max(d.currency)
),
owed_by_los as (
    select lo_no, due from lo_dues semi join named using (lo_no)
),
alone as (
    select order_no from named group by 1 having count(*) = 1
),
others as (
    select order_no from due_changes union all select order_no from facts.standing_matches union all select order_no from answers union all select order_no from told union all select order_no from looked_at
),
plain as (
    select n.* from named n semi join alone using (order_no) anti join others using (order_no) join owed o using (order_no, currency) left join owed_by_los l on l.lo_no = n.lo_no
    where n.payer_iban is null or n.payer_iban = '' or n.size = least(coalesce(l.due, o.due), o.due)
)
select payment_no, 1 as nth, null::bigint as way, 'TRANSFER' as kind, 'MATCHED' as status, n.order_no, n.lo_no, w.amount, null::decimal(18, 2) as counts, 0::decimal(18, 2) as waits, 'EXACT' as rule,
    'the text says ' || n.written || ' literally, and names nothing else' as explanation, null::ubigint as returns_payment_no, w.payer_iban, w.booked_on,
    w.turn, w.place, w.currency, null::integer as other_currency_order, false as names_unknown, n.mark, n.mark_of_date
from plain n join waiting w using (payment_no)
