-- One row per transfer that says one known reference and has no other digit, hyphen or slash: nothing else in its text can be read as a name
-- (domain.md §5). `marks` are what it may be read as.
with texts as (
    select payment_no, size, currency, nullif(payer_iban, '') as payer_iban, taken_on as booked_on, turn, value_date, upper(remittance) as text,
        strpos(remittance, '-') - 8 as start
    from unsettled semi join (select payment_no from waiting semi join turned_to using (payment_no)
        where set_aside is null and original_id is null and not returned) using (payment_no)
    where provider = 'BANK' and direction = 1 and structured_reference is null and end_to_end_id is null and remittance_joined is null
        and length(remittance) not in (35, 65, 70, 140) and regexp_full_match(upper(remittance), '(?:[A-Z .:,;]*[ .:,;])?[0-9]{8}-[1-9][0-9]*')
),
cut as (
    select * exclude (text), text[start:] as written, left(text, start - 1) as words from texts
),
marks as materialized (
    select *, mark_of(replace(written, '-', '')) as mark, left(written, 8) as day, mark_of(left(written, 8)) as mark_of_day from cut
),
-- The words in front of the reference that could be an id from elsewhere.
fronts as materialized (
    select words, list_filter(list_distinct(regexp_extract_all(words, '[A-Z]+')), lambda word: regexp_full_match(word, external_id_pattern())) as ids
    from (select distinct words from marks)
),
-- What may be a name beside the reference.
beside as materialized (
    select distinct day as letters, mark_of_day as mark from marks union select letters, mark_of(letters)
        from (select unnest(ids) as letters from fronts)
),
near as materialized (
    select mark, reference, coalesce(tidied, reference) as tidied, order_no, lo_no, rank from {reconciliation/marked}
    where mark in (select mark from marks union all select mark from beside)
),
speaking as (
    select b.letters from beside b join near n on n.mark = b.mark and b.letters in (squeezed(n.tidied), squeezed(n.reference))
),
read as materialized (
    select m.*, k.reference, k.order_no, k.lo_no, k.rank from marks m join near k on k.mark = m.mark and k.tidied = m.written
),
-- What stands with a hyphen is read as what it is when tidied, whatever else has the same letters.
ambiguous as (
    select payment_no from read group by 1 having count(*) > 1
)
select r.payment_no, r.written, r.order_no, r.lo_no, r.size, r.currency, r.payer_iban, r.booked_on, r.turn,
    {'value_date': coalesce(r.value_date, r.booked_on), 'size': r.size, 'payment_no': r.payment_no} as place,
    list_transform(f.ids, lambda word: mark_of(word)) || [r.mark, r.mark_of_day] as marks
from read r join fronts f using (words)
where r.reference = r.written and r.rank <= 2 and r.payment_no not in (select payment_no from ambiguous)
    and r.day not in (select letters from speaking)
    and r.words not in (select words from fronts where list_has_any(ids, (select list(letters) from speaking)))
        and r.payment_no not in (select payment_no from banned)
