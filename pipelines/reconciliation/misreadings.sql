-- One row per undecided payment in and order that its text may have meant (domain.md §5): an RF reference whose check digits fail, or a
-- reference nobody knows that is one edit from a known one. No rule takes either alone.
-- All strings at one edit of an unknown reference are looked up by their marks: some 250 of a reference of digits.
with letters as (select unnest(string_split('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', '')) as letter),
edited as (
    -- A letter less, two that changed places, another letter, one more; letters beside digits only where there are some.
    select u.*, unnest([squeezed[:i - 1] || squeezed[i + 1:], squeezed[:i - 1] || squeezed[i + 1] || squeezed[i] || squeezed[i + 2:]]) as meant
    from unknown_references u, range(1, length(squeezed) + 1) r(i)
    union all
    select u.*, unnest([squeezed[:i - 1] || letter || squeezed[i + 1:], squeezed[:i - 1] || letter || squeezed[i:]])
    from unknown_references u, range(1, length(squeezed) + 2) r(i), letters where letter <= '9' or regexp_matches(squeezed, '[A-Z]')
),
broken as (
    select payment_no, token as written, squeezed(replace(substr(squeezed(token), 5), 'X', '')) as squeezed from rf_tokens where not valid
),
near as materialized (
    select distinct reference, coalesce(tidied, reference) as tidied, squeezed(reference) as squeezed, order_no, lo_no, mark
        from {reconciliation/marked}
    where rank <= 2 and mark in (select mark_of(meant) from edited union select mark_of(squeezed) from broken)
)
select distinct s.payment_no, s.written, k.order_no, k.lo_no, 'FUZZY' as way
from edited s join near k on k.mark = mark_of(s.meant)
where damerau_levenshtein(s.shape, k.reference) = 1 or damerau_levenshtein(tidy(s.shape), k.tidied) = 1
union all
select distinct b.payment_no, b.written, k.order_no, k.lo_no, 'STRUCTURED' from broken b join near k on k.squeezed = b.squeezed
