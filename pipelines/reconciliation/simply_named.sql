-- One row per transfer that says one known reference and has no other digit, hyphen or slash: nothing else in its text can be read as a name
-- (domain.md §5). `loosely`: another sign stands for the hyphen. What it may be read as are `mark` and those of its day, its number and
-- the words before.
with texts as (
    select payment_no, size, currency, nullif(payer_iban, '') as payer_iban, taken_on as booked_on, turn, value_date, remittance,
        case when contains(remittance, '-') then strpos(remittance, '-') else length(rtrim(remittance, '0123456789')) end as sign_at
    from unsettled semi join (select payment_no from waiting semi join turned_to using (payment_no)
        where set_aside is null and original_id is null and not returned) using (payment_no)
    where provider = 'BANK' and direction = 1 and structured_reference is null and end_to_end_id is null and remittance_joined is null
        and length(remittance) not in (35, 65, 70, 140)
        and regexp_full_match(remittance, '(?:[A-Za-z .:,;]*[ .:,;])?[0-9]{8}[-/ ._][1-9][0-9]*')
),
cut as materialized (
    select * exclude (remittance, sign_at), substr(remittance, sign_at, 1) <> '-' as loosely,
        case when loosely then substr(remittance, sign_at - 8, 8) || '-' || substr(remittance, sign_at + 1)
            else substr(remittance, sign_at - 8) end as written, substr(remittance, 1, sign_at - 9) as words from texts
),
marks as (
    select *, mark_of(replace(written, '-', '')) as mark, mark_of(left(written, 8)) as mark_of_day,
        case when loosely and length(written) > 12 then mark_of(substr(written, 10)) end as mark_of_number from cut
),
-- The words in front of the reference that could be an id from elsewhere.
fronts as materialized (
    select words, ids, list_transform(ids, lambda word: mark_of(word)) as marks
    from (
        select words, list_filter(list_distinct(regexp_extract_all(upper(words), '[A-Z]+')),
            lambda word: regexp_full_match(word, external_id_pattern())) as ids
        from (select distinct words from cut)
    )
),
-- What may be a name beside the reference.
beside as materialized (
    select letters, mark_of(letters) as mark from (
        -- A number by itself that stands behind another sign than a hyphen; less than four letters are none.
        select distinct left(written, 8) as letters from cut union select unnest(ids) from fronts
        union select substr(written, 10) from cut where loosely and length(written) > 12
    )
),
near as materialized (
    select mark, coalesce(tidied, reference) as written, tidied is null as literal, order_no, lo_no, rank, reference from {reconciliation/marked}
    where mark in (select mark from marks union all select mark from beside)
),
speaking as (
    select b.letters, b.mark from beside b join near n on n.mark = b.mark and b.letters in (squeezed(n.written), squeezed(n.reference))
),
shared as (select mark from near group by 1 having count(*) > 1),
-- What stands with a hyphen is read as what it is when tidied, whatever else has the same letters.
ambiguous as (select written from near where mark in (from shared) group by 1 having count(*) > 1)
select m.payment_no, written, k.order_no, k.lo_no, m.size, m.currency, m.payer_iban, m.booked_on, m.turn,
    {'value_date': coalesce(m.value_date, m.booked_on), 'size': m.size, 'payment_no': m.payment_no} as place,
    mark, m.mark_of_day, mark_of_number, f.marks, loosely
from marks m join near k using (mark, written) join fronts f using (words)
where k.literal and k.rank <= 2 and written not in (select written from ambiguous) and not (loosely and mark in (from shared))
    and m.mark_of_day not in (select mark from speaking) and coalesce(mark_of_number, m.mark_of_day) not in (select mark from speaking)
    and m.words not in (select words from fronts where list_has_any(ids, (select list(letters) from speaking)))
    and m.payment_no not in (select payment_no from banned)
