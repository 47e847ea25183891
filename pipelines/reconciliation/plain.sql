-- One row per transfer that says one known reference and has no other digit, hyphen or slash, of an order that owes something and that no
-- other payment looks at: EXACT matches it whatever else is known (domain.md §5). Nothing else in its text can be read as a name, and its order was
-- not paid before, so that no other of its account is meant. Against the exact amount no payer can speak; against another amount one who is
-- known for other accounts alone, so that here nobody is who may be known for any account but that of the order, and these heed what he teaches of
-- others (`heeds_others_than`). All the rest goes through the rounds, and so does one of these as soon as another payment is put against its order.
with texts as materialized (
    select payment_no, size, currency, nullif(payer_iban, '') as payer_iban, taken_on, turn, value_date, upper(remittance) as text,
        regexp_extract(upper(remittance), '^(?:[A-Z .:,;]*[ .:,;])?([0-9]{8}-[1-9][0-9]*)$', 1) as written from unsettled
    semi join (select payment_no from waiting semi join turned_to using (payment_no) where set_aside is null and original_id is null) using (payment_no)
    where provider = 'BANK' and direction = 1 and structured_reference is null and end_to_end_id is null and remittance_joined is null
        and length(remittance) not in (35, 65, 70, 140)
),
marks as materialized (
    select * exclude (text), left(text, length(text) - length(written)) as words, mark_of(replace(written, '-', '')) as mark,
        left(written, 8) as day, mark_of(left(written, 8)) as mark_of_day
    from texts where written <> ''
),
-- The words in front of the reference that could be an id from elsewhere.
fronts as materialized (
    select words, list_filter(list_distinct(regexp_extract_all(words, '[A-Z]+')), lambda word: regexp_full_match(word, external_id_pattern())) as ids
    from (select distinct words from marks)
),
-- What may be a name beside the reference.
beside as materialized (
    select distinct day as letters, mark_of_day as mark from marks union select letters, mark_of(letters) from (select unnest(ids) as letters from fronts)
),
near as materialized (
    select mark, reference, coalesce(tidied, reference) as tidied, order_no, lo_no, rank from {reconciliation/marked}
    where mark in (select mark from marks union all select mark from beside)
),
speaking as (
    select b.letters from beside b join near n on n.mark = b.mark and b.letters in (squeezed(n.tidied), squeezed(n.reference))
),
-- What stands with a hyphen is read as what it is when tidied, whatever else has the same letters.
ambiguous as (
    select tidied from near where mark in (select mark from near group by 1 having count(*) > 1) group by 1 having count(*) > 1
),
named as materialized (
    select m.* exclude (words, day, mark_of_day), list_transform(f.ids, lambda word: mark_of(word)) || [m.mark, m.mark_of_day] as marks, k.order_no, k.lo_no
    from marks m join fronts f using (words) join near k on k.mark = m.mark and k.reference = m.written and k.rank <= 2
    where m.written not in (select tidied from ambiguous) and m.day not in (select letters from speaking)
        and m.words not in (select words from fronts where list_has_any(ids, (select list(letters) from speaking))) and m.payment_no not in (select payment_no from banned)
),
owed as (
    select d.order_no, d.currency, sum(d.due) as due, any_value(d.account_id) filter (where d.leads) as account_id from lo_dues d semi join named using (order_no)
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
owing as materialized (
    select n.*, o.account_id, n.payer_iban is not null and n.size <> least(coalesce(l.due, o.due), o.due) as heeds_payer
    from named n semi join alone using (order_no) anti join others using (order_no) join owed o using (order_no, currency) left join owed_by_los l on l.lo_no = n.lo_no
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
