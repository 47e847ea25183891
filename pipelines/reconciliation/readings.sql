-- One row per window of a payment's text and every order it can be read as, and one without an order per window that has the shape of
-- a reference: eight digits or a dashed date, a hyphen or slash, digits; two dates are a period (domain.md §5, First collect, then
-- decide). The windows are a table of their own, so that the joins build on them and not on the millions of references.
with found as (
    select r.*, k.order_reference, k.logistic_reference, k.reference = r.written and not r.glued as literal, not r.loose as strong
    from windows r join known_references k on k.tidy = r.tidied
    union all
    select r.*, k.order_reference, k.logistic_reference, false, false
    from windows r join known_references k on k.squeezed = r.squeezed and k.tidy <> r.tidied
    -- Whole references with a hyphen between date and number are found by their tidy form.
    where r.loose or not contains(r.shape, '-')
    union all
    -- In free text an id from elsewhere counts only if it can't be a postcode.
    select r.*, k.order_reference, k.logistic_reference, true, true
    from windows r join known_references k on k.reference = r.written and k.rank > 2
    where regexp_full_match(r.written, external_id_pattern())
    union all
    select r.*, k.order_reference, k.logistic_reference, true, true
    from windows r join known_references k on k.reference = r.written and k.rank <= 2 where r.glued
    union all
    -- A list that shares its date: `20260115-42,43` names a second order, if there is one.
    select r.* replace (r.last + 1 as first, r.last + 1 as last, r.listed as written), k.order_reference, k.logistic_reference, false, false
    from windows r join known_references k on k.tidy = tidy(split_part(r.shape, '-', 1) || '-' || r.listed)
    where r.listed is not null and regexp_full_match(r.shape, '[0-9]{8}-[0-9]+')
    union all
    select r.*, null, null, false, true from windows r
    where regexp_full_match(r.shape, '[0-9]{8}-[0-9]+') and not regexp_full_match(r.shape, '[0-9]{8}-(19|20)[0-9]{6}')
)
select distinct payment_id, field, first, last, written, order_reference, logistic_reference, literal, strong, blank_inside, goes_on, cut
from found
