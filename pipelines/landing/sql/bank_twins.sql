-- One row per new line of the file that tells of a payment which the same account's statement in another format told before (domain.md §5,
-- Once or twice): same account, day, amount and currency, and no references that differ. A payment has one line of each format. Equal
-- amounts of one day are paired by end-to-end id, then by text, then as they come: those with a reference first.
with same_format as (select file_no from meta.read_files where format = (select format from this_file)),
-- Most accounts come in one format only: there is nobody to look at.
other_formats as (select file_no from meta.read_files where format <> (select format from this_file)),
known as (select own_no, payment_no, file_no in (from same_format) as here from bank_lines where booked and own_no in (select own_no from heads)),
fresh as (
    select own_no, line_number, [account_iban, booked_on::varchar, amount::varchar, currency] as place, bank_reference as ref, end_to_end_id,
        list_distinct([bank_reference, batch_reference]) as refs, squeezed(upper(remittance)) as text
    from heads where booked and own_no not in (select own_no from known where here)
    qualify row_number() over (partition by own_no order by line_number) = 1
),
by_number as (select own_no, min(payment_no) as payment_no from known semi join fresh using (own_no) group by 1),
near as (
    select payment_no, file_no, line_number, [account_iban, booked_on::varchar, amount::varchar, currency] as place, bank_reference, batch_reference,
        end_to_end_id,
        squeezed(upper(remittance)) as text
    from bank_lines
    where booked and file_no in (from other_formats) and booked_on in (select booked_on from heads)
        and account_iban in (select account_iban from heads)
),
told as materialized (
    select payment_no, min((file_no, line_number)) as came, any_value(place) as place, max(bank_reference) as ref,
        max(end_to_end_id) as end_to_end_id, list_distinct(flatten(list([bank_reference, batch_reference]))) as refs,
        first(text order by file_no, line_number) as text
    from near anti join by_number using (payment_no)
    where payment_no not in (select payment_no from bank_lines where booked and file_no in (from same_format)
        and payment_no in (select payment_no from near))
    group by 1
),
by_id as (
    select l.own_no, r.payment_no
    from (select *, row_number() over (partition by place, end_to_end_id order by line_number) as nth from fresh anti join by_number using (own_no)
        where end_to_end_id is not null) l
    join (select *, row_number() over (partition by place, end_to_end_id order by came) as nth from told) r using (place, end_to_end_id, nth)
    where l.ref is null or r.ref is null or list_has_any(l.refs, r.refs)
),
by_text as (
    select l.own_no, r.payment_no
    from (select *, row_number() over (partition by place, text order by line_number) as nth from fresh anti join by_number using (own_no)
        anti join by_id using (own_no)) l
    join (select *, row_number() over (partition by place, text order by came) as nth from told anti join by_id using (payment_no)) r
        using (place, text, nth)
    where l.ref is null or r.ref is null or list_has_any(l.refs, r.refs)
),
-- A notification may call by its own reference what the statement calls by the entry's, and tell both.
by_shared as (
    select l.own_no, r.payment_no
    from (select *, row_number() over (partition by place, one order by line_number) as nth
        from (select *, unnest(refs) as one from fresh anti join by_number using (own_no) anti join by_id using (own_no)
            anti join by_text using (own_no))) l
    join (select *, row_number() over (partition by place, one order by came) as nth
        from (select *, unnest(refs) as one from told anti join by_id using (payment_no) anti join by_text using (payment_no))) r
        using (place, one, nth)
    qualify row_number() over (partition by l.own_no order by r.came, r.payment_no) = 1
        and row_number() over (partition by r.payment_no order by l.line_number, l.own_no) = 1
),
paired as (from by_number union all from by_id union all from by_text union all from by_shared),
by_reference as (
    select l.own_no, r.payment_no
    from (select *, row_number() over (partition by place order by line_number) as nth from fresh anti join paired using (own_no)
        where ref is not null) l
    join (select *, row_number() over (partition by place order by came) as nth from told anti join paired using (payment_no) where ref is null) r
        using (place, nth)
),
by_place as (
    select l.own_no, r.payment_no
    from (select *, row_number() over (partition by place order by line_number) as nth from fresh anti join paired using (own_no) where ref is null) l
    join (
        select *, row_number() over (partition by place order by came) as nth
        from told anti join paired using (payment_no) anti join by_reference using (payment_no)
    ) r using (place, nth)
)
from paired union all from by_reference union all from by_place
