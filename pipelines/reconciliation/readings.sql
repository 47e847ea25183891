-- One row per window of a payment's text and every order it can be read as, and one without an order per window that has the shape of
-- a reference: eight digits or a dashed date, a hyphen or slash, digits; two dates are a period (domain.md §5, First collect, then
-- decide). The windows are a table of their own, so that the joins build on them and not on the millions of references.
with listed as (
    -- A list that shares its date: `20260115-42,43` names a second order, if there is one.
    select *, unnest(listed) as number, generate_subscripts(listed, 1) as nth from windows
        where listed is not null and regexp_full_match(shape, '[0-9]{8}-[0-9]+')
),
near as materialized (
    -- Millions of names are told apart by a number; what is left is compared as text.
    select distinct order_no, lo_no, rank, reference, coalesce(tidied, reference) as tidied, squeezed(reference) as squeezed
    from {reconciliation/marked} where mark in (select mark from text_marks)
),
found as (
    select r.*, k.order_no, k.lo_no, k.reference = r.written and not r.glued as literal, not r.loose as strong
    from windows r join near k on k.rank <= 2 and k.tidied = r.tidied
    union all
    select r.*, k.order_no, k.lo_no, false, false
    from windows r join near k on k.rank <= 2 and k.squeezed = r.squeezed and k.tidied <> r.tidied
    -- Whole references with a hyphen between date and number are found by their tidy form.
    where r.loose or not contains(r.shape, '-')
    union all
    -- In free text an id from elsewhere counts only if it can't be a postcode.
    select r.*, k.order_no, k.lo_no, true, true
    from windows r join near k on k.reference = r.written and k.rank > 2
    where regexp_full_match(r.written, external_id_pattern())
    union all
    select r.*, k.order_no, k.lo_no, true, true
    from windows r join near k on k.reference = r.written and k.rank <= 2 where r.glued
    union all
    select r.* exclude (number, nth) replace (r.last + r.nth as first, r.last + r.nth as last, r.number as written), k.order_no, k.lo_no, false, false
    from listed r join near k on k.rank <= 2 and k.tidied = tidy(split_part(r.shape, '-', 1) || '-' || r.number)
),
unknown as (
    select * from windows
    where field <= 3 and regexp_full_match(shape, '[0-9]{8}-[0-9]+') and not regexp_full_match(shape, '[0-9]{8}-(19|20)[0-9]{6}')
    union all
    -- A field that is nothing but a reference of the shop's shape names an order as well; an id that a bank passes through may look like anything,
    -- and speaks against nothing that is known.
    select w.* from windows w join unread u using (payment_no)
    where w.written = upper(case w.field when 3 then u.order_field when 4 then u.end_to_end_id when 5 then u.structured_reference end)
        and regexp_full_match(w.written, order_reference()) and w.payment_no not in (select payment_no from found)
)
select distinct payment_no, field, first, last, written, order_no, lo_no, literal, strong, blank_inside, goes_on, cut
from (from found union all select *, null, null, false, true from unknown)
