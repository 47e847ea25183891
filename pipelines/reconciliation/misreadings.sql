-- One row per undecided payment in and order that its text may have meant (domain.md §5): an RF reference whose check digits fail, or a
-- reference nobody knows that is one edit from a known one, once it has stayed unknown for its term. No rule takes either alone.
-- All strings at one edit of an unknown reference are looked up by their marks: some 250 of a reference of digits.
with unknown as (
    select distinct w.payment_no, w.written, w.shape, replace(w.shape, '-', '') as squeezed
    from windows w semi join (select payment_no from waiting where direction = 1 and is_ripe and (opening_date() is null or booked_on >= opening_date())) u using (payment_no)
    where not w.loose and not w.goes_on and regexp_full_match(w.shape, '[0-9A-Z]+(-[0-9A-Z]+)+') and length(replace(w.shape, '-', '')) between 8 and 24
        and regexp_matches(w.shape, '[0-9].*[0-9].*[0-9].*[0-9]') and not regexp_full_match(w.shape, '[0-9]{8}-(19|20)[0-9]{6}')
        and w.payment_no not in (select payment_no from spots where order_no is not null union all select payment_no from structured
            union all select payment_no from rf_tokens)
),
letters as (select unnest(string_split('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', '')) as letter),
edited as (
    -- A letter less, two that changed places, another letter, one more; letters beside digits only where there are some.
    select u.*, unnest([squeezed[:i - 1] || squeezed[i + 1:], squeezed[:i - 1] || squeezed[i + 1] || squeezed[i] || squeezed[i + 2:]]) as meant
    from unknown u, range(1, length(squeezed) + 1) r(i)
    union all
    select u.*, unnest([squeezed[:i - 1] || letter || squeezed[i + 1:], squeezed[:i - 1] || letter || squeezed[i:]])
    from unknown u, range(1, length(squeezed) + 2) r(i), letters where letter <= '9' or regexp_matches(squeezed, '[A-Z]')
),
broken as (
    select payment_no, token as written, squeezed(replace(substr(squeezed(token), 5), 'X', '')) as squeezed from rf_tokens where not valid
),
near as materialized (
    select distinct reference, coalesce(tidied, reference) as tidied, squeezed(reference) as squeezed, order_no, lo_no, mark from {reconciliation/marked}
    where rank <= 2 and mark in (select mark_of(meant) from edited union select mark_of(squeezed) from broken)
)
select distinct s.payment_no, s.written, k.order_no, k.lo_no, 'FUZZY' as way
from edited s join near k on k.mark = mark_of(s.meant)
where damerau_levenshtein(s.shape, k.reference) = 1 or damerau_levenshtein(tidy(s.shape), k.tidied) = 1
union all
select distinct b.payment_no, b.written, k.order_no, k.lo_no, 'STRUCTURED' from broken b join near k on k.squeezed = b.squeezed
