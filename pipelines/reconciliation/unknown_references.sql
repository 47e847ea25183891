-- One row per undecided payment in and reference in its text that nobody knows, once it has stayed so for its term, where no known order is named:
-- what has hyphens and digits enough, and goes on nowhere (domain.md §5, FUZZY).
select distinct w.payment_no, w.written, w.shape, replace(w.shape, '-', '') as squeezed
from windows w join (select payment_no, booked_on from waiting where direction = 1 and is_ripe) u using (payment_no)
where (opening_date() is null or coalesce(try_strptime(left(replace(w.shape, '-', ''), 8), '%Y%m%d')::date, u.booked_on) >= opening_date())
    and w.field <= 3 and not w.loose and not w.goes_on and regexp_full_match(w.shape, '[0-9A-Z]+(-[0-9A-Z]+)+')
        and length(replace(w.shape, '-', '')) between 8 and 24
    and regexp_matches(w.shape, '[0-9].*[0-9].*[0-9].*[0-9]') and not regexp_full_match(w.shape, '[0-9]{8}-(19|20)[0-9]{6}')
    and w.payment_no not in (select payment_no from spots where order_no is not null union all select payment_no from structured
        union all select payment_no from rf_tokens)
