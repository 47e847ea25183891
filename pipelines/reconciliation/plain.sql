-- One row per transfer that says one known reference and has no other digit or separator, of an order that owes and that no other payment
-- looks at: EXACT holds whatever the others are (domain.md §5). No date and number stand apart or go on here, no word before them can be
-- a name with a digit, an order that owes is not paid twice, and no payer is held against the exact amount. Every other one goes through the
-- rounds; so does one of these as soon as another is put against its order.
with texts as (
    select payment_no, size, currency, payer_iban, taken_on, turn, value_date,
        regexp_extract(upper(remittance), '^(?:[A-Z .:,;]*[ .:,;])?([0-9]{8}-[1-9][0-9]*)$', 1) as written from movements
    semi join (select payment_no from waiting semi join turned_to using (payment_no) where set_aside is null and original_id is null) using (payment_no)
    where provider = 'BANK' and direction = 1 and structured_reference is null and end_to_end_id is null and remittance_joined is null
        and length(remittance) not in (35, 65, 70, 140)
),
marks as materialized (
    select *, mark_of(replace(written, '-', '')) as mark, mark_of(left(written, 8)) as mark_of_date from texts where written <> ''
),
dates as (
    select distinct mark_of_date as mark from marks
),
near as materialized (
    select mark, reference, order_no, lo_no, rank from {reconciliation/marked} where mark in (select mark from marks union all select mark from dates)
),
ambiguous as (
    select mark from near group by mark having count(*) > 1
),
named as materialized (
    select m.*, k.order_no, k.lo_no from marks m join near k on k.mark = m.mark and k.reference = m.written and k.rank <= 2
    anti join ambiguous a on a.mark = m.mark
    anti join (select mark from near semi join dates using (mark)) d on d.mark = m.mark_of_date anti join banned b on b.payment_no = m.payment_no
),
owed as (
    select d.order_no, d.currency, sum(d.due) as due from lo_dues d semi join named using (order_no)
    where d.currency is not null group by 1, 2 having sum(d.due) > 0
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
select payment_no, 1 as nth, null::bigint as way, 'TRANSFER' as kind, 'MATCHED' as status, order_no, lo_no, size as amount, null::decimal(18, 2) as counts, 0::decimal(18, 2) as waits, 'EXACT' as rule,
    'the text says ' || written || ' literally, and names nothing else' as explanation, null::ubigint as returns_payment_no, payer_iban, taken_on as booked_on,
    turn, {'value_date': coalesce(value_date, taken_on), 'size': size, 'payment_no': payment_no} as place, currency, null::integer as other_currency_order, false as names_unknown, mark, mark_of_date
from plain
