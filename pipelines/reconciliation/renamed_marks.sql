-- What the orders of other names may be read from: the marks of their names, and of all that is one edit from them and from an unknown reference.
with named as (select reference, mark, mark_with_zeros from known_references semi join renamed_orders using (order_no))
select mark from named
union
select mark_with_zeros from named where mark_with_zeros is not null
union
-- Only where a reference is unknown, or was taken for another.
select mark_of(text) from (
    select unnest(one_less(squeezed(reference))) as text from named where exists (from matches where names_unknown or rule = 'FUZZY')
)
