-- One row per transfer that says one known reference and has no other digit, hyphen or slash, of an order that owes something and that no
-- other payment looks at: EXACT matches it whatever else is known (domain.md §5). Nothing else in its text can be read as a name, its order was
-- not paid before, so that no other of its account is meant, and no payer can speak against the exact amount. All others go through the
-- rounds, and so does one of these as soon as another payment is put against its order.
with texts as (
    select payment_no, size, currency, payer_iban, taken_on, turn, value_date, upper(remittance) as text,
        regexp_extract(upper(remittance), '^(?:[A-Z .:,;]*[ .:,;])?([0-9]{8}-[1-9][0-9]*)$', 1) as written from unsettled
    semi join (select payment_no from waiting semi join turned_to using (payment_no) where set_aside is null and original_id is null) using (payment_no)
    where provider = 'BANK' and direction = 1 and structured_reference is null and end_to_end_id is null and remittance_joined is null
        and length(remittance) not in (35, 65, 70, 140)
),
marks as materialized (
    select * exclude (text), left(text, length(text) - length(written)) as words, mark_of(replace(written, '-', '')) as mark, mark_of(left(written, 8)) as mark_of_date
    from texts where written <> ''
),
dates as (
    select distinct mark_of_date as mark from marks
),
-- The words in front of the reference, and which of them could be an id from elsewhere.
fronts as materialized (
    select words, list_transform(list_filter(list_distinct(regexp_extract_all(words, '[A-Z]+')), lambda word: regexp_full_match(word, external_id_pattern())), lambda word: mark_of(word)) as marks_of_words
    from (select distinct words from marks)
),
near as materialized (
    select mark, reference, order_no, lo_no, rank from {reconciliation/marked} where mark in (select mark from marks union all select mark from dates union all select unnest(marks_of_words) from fronts)
),
speaking as (
    select distinct words from (select words, unnest(marks_of_words) as mark from fronts) semi join near using (mark)
),
ambiguous as (
    select mark from near group by mark having count(*) > 1
),
named as materialized (
    select m.* exclude (words, mark_of_date), f.marks_of_words || [m.mark, m.mark_of_date] as marks, k.order_no, k.lo_no
    from marks m join fronts f using (words) join near k on k.mark = m.mark and k.reference = m.written and k.rank <= 2
    where m.mark not in (select mark from ambiguous) and m.words not in (select words from speaking)
        and m.mark_of_date not in (select mark from near semi join dates using (mark)) and m.payment_no not in (select payment_no from banned)
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
    select order_no from (
        select order_no from due_changes union all select order_no from facts.standing_matches union all select order_no from answers union all select order_no from told union all select order_no from looked_at
    ) semi join named using (order_no)
),
plain as (
    select n.* from named n semi join alone using (order_no) anti join others using (order_no) join owed o using (order_no, currency) left join owed_by_los l on l.lo_no = n.lo_no
    where n.payer_iban is null or n.payer_iban = '' or n.size = least(coalesce(l.due, o.due), o.due)
)
select payment_no, 1 as nth, null::bigint as way, 'TRANSFER' as kind, 'MATCHED' as status, order_no, lo_no, size as amount, null::decimal(18, 2) as counts, 0::decimal(18, 2) as waits, 'EXACT' as rule,
    'the text says ' || written || ' literally, and names nothing else' as explanation, null::ubigint as returns_payment_no, payer_iban, taken_on as booked_on,
    turn, {'value_date': coalesce(value_date, taken_on), 'size': size, 'payment_no': payment_no} as place, currency, null::integer as other_currency_order, false as names_unknown, marks
from plain
